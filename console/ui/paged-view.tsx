import type { ReactNode } from 'react';
import type { Paged } from '../api/use-pages.ts';
import { t } from '../words/words.ts';
import { AnswerView } from './answer-view.tsx';
import { Failure } from './failure.tsx';

interface PagedViewProps<Item> {
  pages: Paged<Item>;
  /** Shown when there is nothing. */
  empty: ReactNode;
  children: (items: readonly Item[]) => ReactNode;
}

/** What is read page by page, in all its states. */
export function PagedView<Item>({ pages, empty, children }: PagedViewProps<Item>) {
  return (
    <AnswerView answer={pages.answer}>
      {() =>
        pages.items.length === 0 ? (
          empty
        ) : (
          <>
            {children(pages.items)}
            {pages.moreFailed && <Failure error={pages.moreFailed} onRetry={pages.more} />}
            {pages.hasMore && (
              <button type="button" className="button" onClick={pages.more}>
                {t('more')}
              </button>
            )}
          </>
        )
      }
    </AnswerView>
  );
}
