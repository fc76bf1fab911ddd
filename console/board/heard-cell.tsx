import type { Row } from '../api/shapes.ts';
import { formatAge } from '../time/format.ts';
import { useMoment } from '../time/ticker.ts';
import { t, tn } from '../words/words.ts';
import type { BoardStore } from './store.ts';

const LATE_MS = 90_000;

/** How long ago the learner's page was heard from, and how often it was silent. */
export function HeardCell({ row, store }: { row: Row; store: BoardStore }) {
  const text = useMoment((now) => {
    const heard = store.heardAt(row, now);
    return heard === null ? '–' : formatAge((now - heard) / 1000);
  });
  const isLate = useMoment((now) => now - (store.heardAt(row, now) ?? now) > LATE_MS);
  return (
    <>
      <span className={isLate ? 'tone-silent' : ''}>{row.ends === null && row.heard === null ? '–' : text}</span>
      {row.gaps > 0 && <span className="quiet small">{tn('row.gaps', row.gaps)}</span>}
      {isLate && <span className="visually-hidden">{t('row.silent')}</span>}
    </>
  );
}
