import { useCallback, useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import { bulkPath } from '../ui/addresses.ts';
import { t, tn } from '../words/words.ts';
import type { BoardStore } from './store.ts';

/** How far the bulk act is that somebody has begun on this board, with the way to its page. */
export function BulkProgress({ store }: { store: BoardStore }) {
  const subscribe = useCallback((listener: () => void) => store.subscribeToList(listener), [store]);
  const progress = useSyncExternalStore(subscribe, () => store.progress);
  if (!progress) return null;
  const { bulk_id: id, done, failed } = progress;
  return (
    <output className="notice bulk-progress">
      <span>
        {tn('bulk.done', done)}
        {failed > 0 && <strong className="tone-trouble"> · {tn('bulk.failed', failed)}</strong>}
      </span>
      <Link href={bulkPath(id)}>{t('bulk.open')}</Link>
      <button type="button" className="button button-small" onClick={() => store.follow(null)}>
        {t('close')}
      </button>
    </output>
  );
}
