import type { Row } from '../api/shapes.ts';
import { formatDuration, formatLeft } from '../time/format.ts';
import { useMoment } from '../time/ticker.ts';
import { t } from '../words/words.ts';

/** What is left, in words, at `now`. */
function leftText({ ends, left, paused, status }: Row, now: number): string {
  if (paused !== null) return left === null ? '‖' : `‖ ${formatDuration(left)}`;
  if (ends !== null) return ends <= now ? t('left.over') : formatLeft((ends - now) / 1000);
  if (left === null) return '–';
  return status === 'ready_to_resume'
    ? t('left.has', { time: formatDuration(left) })
    : t('left.stopped', { time: formatDuration(left) });
}

const SHARE_STEPS = 100;

/** The time left, counting by the service's clock, with a line that shows its share of the whole. */
export function TimeLeft({ row }: { row: Row }) {
  const text = useMoment((now) => leftText(row, now));
  const share = useMoment((now) => {
    if (row.ends === null || row.limit === null || row.limit === 0) return -1;
    return Math.round((Math.max(0, row.ends - now) / 1000 / row.limit) * SHARE_STEPS) / SHARE_STEPS;
  });
  const isShort = useMoment((now) => row.ends !== null && row.ends - now <= 5 * 60_000);
  return (
    <span className={`left ${isShort ? 'left-short' : ''}`}>
      <span className="numbers">{text}</span>
      {share >= 0 && (
        <span className="left-line" aria-hidden="true">
          <span style={{ inlineSize: `${Math.min(1, share) * 100}%` }} />
        </span>
      )}
    </span>
  );
}
