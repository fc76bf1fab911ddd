import type { ReactNode } from 'react';
import type { Paged } from '../api/use-pages.ts';
import { DataTable, type DataColumn } from './data-table.tsx';
import { PagedView } from './paged-view.tsx';

interface PagedTableProps<Item> {
  pages: Paged<Item>;
  caption: string;
  columns: readonly DataColumn<Item>[];
  keyOf: (item: Item) => string | number;
  /** Shown when there is nothing. */
  empty: ReactNode;
}

/** A table that is read page by page, in all its states. */
export function PagedTable<Item>({ pages, caption, columns, keyOf, empty }: PagedTableProps<Item>) {
  return (
    <PagedView pages={pages} empty={empty}>
      {(items) => <DataTable caption={caption} columns={columns} items={items} keyOf={keyOf} />}
    </PagedView>
  );
}
