import type { ReactNode } from 'react';

export interface DataColumn<Item> {
  title: string;
  render: (item: Item) => ReactNode;
}

interface DataTableProps<Item> {
  caption: string;
  columns: readonly DataColumn<Item>[];
  items: readonly Item[];
  keyOf: (item: Item) => string | number;
}

/** A plain table; on a phone each line becomes a block with its titles beside its values. */
export function DataTable<Item>({ caption, columns, items, keyOf }: DataTableProps<Item>) {
  return (
    <table className="data-table">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title }) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={keyOf(item)}>
            {columns.map(({ title, render }) => (
              <td key={title} data-title={title}>
                {render(item)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
