import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { isServed } from '../api/is-served.ts';
import { boardPath } from '../ui/addresses.ts';
import type { Liveness } from './connection.ts';
import type { BoardHead } from './store.ts';
import { ClockChange } from '../time/clock-change.tsx';
import { formatClockSeconds } from '../time/format.ts';
import { serverNow } from '../time/server-clock.ts';
import { useMoment } from '../time/ticker.ts';
import { useZone } from '../time/zone.ts';
import { Time } from '../ui/time.tsx';
import { t, tn } from '../words/words.ts';
import type { Summary } from './summary.ts';

function Ends({ first, last }: NonNullable<Summary['ends']>) {
  const { name } = useZone();
  return (
    <>
      {' · '}
      {t('board.ends')} <Time at={first} />
      {last - first >= 60_000 && (
        <>
          –<Time at={last} />
        </>
      )}{' '}
      <span className="quiet">({name})</span>
    </>
  );
}

/** Says how current the page is, with the service's clock. */
function LiveMark({ liveness: { how, heardAt } }: { liveness: Liveness }) {
  const zone = useZone();
  const clock = useMoment((now) => formatClockSeconds(now, zone));
  if (how === 'live') {
    return (
      <p className="live live-on">
        <span className="live-dot" aria-hidden="true" />
        {t('live.on')} · <span className="numbers">{clock}</span>
      </p>
    );
  }
  const since = heardAt === null ? '' : formatClockSeconds(heardAt, zone);
  if (how === 'polling') return <p className="live live-poll">{t('live.polling', { since })}</p>;
  if (how === 'lost') {
    return (
      <p className="live live-off" role="alert">
        {t('live.lost', { since })}
      </p>
    );
  }
  return <p className="live">{t('loading')}</p>;
}

interface BoardHeaderProps {
  head: BoardHead;
  /** Null while not all rows are there. */
  summary: Summary | null;
  liveness: Liveness;
  /** What can be done to everybody. */
  acts: ReactNode;
}

function Sum({ running, all, ends, troubled }: Summary) {
  const trouble = troubled.size;
  return (
    <>
      {t('board.running', { running, all })}
      {trouble > 0 && <strong className="tone-trouble"> · {tn('board.trouble', trouble)}</strong>}
      {ends && <Ends {...ends} />}
    </>
  );
}

export function BoardHeader({ head: { exam }, summary, liveness, acts }: BoardHeaderProps) {
  return (
    <header className="board-head">
      <div>
        <h1>{exam.name}</h1>
        <p className="quiet small">
          {exam.course}
          {isServed('/courses/{course}/exams/{exam_id}/settings') && (
            <>
              {' · '}
              <Link href={`${boardPath(exam.course, exam.id)}/settings`}>{t('settings.title')}</Link>
            </>
          )}
        </p>
        <p className="board-sum">
          {summary ? <Sum {...summary} /> : '–'}
          {exam.paused_since !== null && (
            <strong className="tone-paused">
              {' · '}
              {t('sitting.paused_since')} <Time at={exam.paused_since} />
            </strong>
          )}
        </p>
        {summary?.ends && <ClockChange from={serverNow()} to={summary.ends.last} />}
      </div>
      <div className="board-head-end">
        <LiveMark liveness={liveness} />
        {acts}
      </div>
    </header>
  );
}
