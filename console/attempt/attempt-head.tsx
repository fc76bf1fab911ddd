import { addressOf, path } from '../api/client.ts';
import { Link } from 'wouter';
import type { Row } from '../api/shapes.ts';
import { MainAct } from '../acts/main-act.tsx';
import { RowMenu } from '../acts/row-menu.tsx';
import { learnerName } from '../board/learner-name.ts';
import { StatusCell } from '../board/status-cell.tsx';
import type { BoardStore } from '../board/store.ts';
import { TimeLeft } from '../board/time-left.tsx';
import { useAttention } from '../board/use-attention.ts';
import { ClockChange } from '../time/clock-change.tsx';
import { PrintedNote } from '../ui/printed-note.tsx';
import { Time } from '../ui/time.tsx';
import { currentLanguage, t, tFor } from '../words/words.ts';

function limitText({ limit, extra: [planned, incident] }: Row): string | null {
  if (limit === null) return null;
  const whole = Math.round(limit / 60);
  if (planned + incident === 0) return t('time.minutes', { minutes: whole });
  return t('attempt.limit_sum', { base: whole - planned - incident, planned, incident, whole });
}

/** When something happened, or will; nothing without an instant. */
function Instant({ of, at }: { of: string; at: number | null }) {
  if (at === null) return null;
  return (
    <>
      <dt>{of}</dt>
      <dd>
        <Time at={at} form="seconds" />
      </dd>
    </>
  );
}

/** Who, how it stands, and what can be done. */
export function AttemptHead({ row, store, base }: { row: Row; store: BoardStore; base: string }) {
  const attention = useAttention(store, row.id);
  const limit = limitText(row);
  return (
    <header className="attempt-head">
      <p className="only-print">
        {store.head?.exam.name} · {store.head?.exam.course}
        <br />
        <PrintedNote />
      </p>
      <h1>{learnerName(row)}</h1>
      <p className="quiet">
        {row.learner[1]} · {tFor('type', row.type)} · {t('attempt.number', { id: String(row.id) })}
      </p>
      <div className="attempt-now">
        <div>
          <StatusCell row={row} attention={attention} />
        </div>
        <p className="attempt-clock">
          <TimeLeft row={row} />
        </p>
      </div>
      <dl className="facts">
        <Instant of={t('column.started')} at={row.started} />
        <Instant of={t('column.ends')} at={row.ends} />
        <Instant of={t('attempt.stopped')} at={row.stopped} />
        {limit !== null && (
          <>
            <dt>{t('column.limit')}</dt>
            <dd>{limit}</dd>
          </>
        )}
        <dt>{t('column.code')}</dt>
        <dd>
          <code className="code selectable">{row.code}</code>
        </dd>
        {row.earlier.length > 0 && (
          <>
            <dt>{t('attempt.earlier')}</dt>
            <dd>
              {row.earlier.map((id) => (
                <Link key={id} href={`${base}/attempts/${id}${location.search}`} state={history.state}>
                  {t('attempt.number', { id: String(id) })}
                </Link>
              ))}
            </dd>
          </>
        )}
      </dl>
      {row.started !== null && row.ends !== null && <ClockChange from={row.started} to={row.ends} />}
      <div className="buttons">
        <MainAct row={row} />
        <RowMenu row={row} label={t('attempt.acts')} />
        <a
          className="button"
          href={addressOf(path`/attempts/${row.id}/timeline`, { language: currentLanguage() })}
          target="_blank"
          rel="noreferrer"
        >
          {t('attempt.report')}
        </a>
      </div>
    </header>
  );
}
