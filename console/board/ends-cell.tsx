import { useMoment } from '../time/ticker.ts';
import { Time } from '../ui/time.tsx';
import { t } from '../words/words.ts';
import type { Row } from '../api/shapes.ts';
import type { BoardStore } from './store.ts';

const MINUTE_MS = 60_000;

/** When the clock runs out; for some minutes also by how much that was moved. */
export function EndsCell({ row, store }: { row: Row; store: BoardStore }) {
  const minutes = useMoment((now) => Math.round(store.movedEnds.movedBy(row, now) / MINUTE_MS));
  if (row.ends === null) return <span className="quiet">–</span>;
  if (minutes === 0) return <Time at={row.ends} />;
  const moved = `${minutes > 0 ? '+' : '−'}${Math.abs(minutes)}`;
  return (
    <>
      <span>
        <span aria-hidden="true">→ </span>
        <Time at={row.ends} />
      </span>
      <span className="quiet small">{t('ends.moved', { minutes: moved })}</span>
    </>
  );
}
