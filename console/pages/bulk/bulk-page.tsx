import { useEffect } from 'react';
import { askOfBulk, readBulk } from '../../api/calls.ts';
import type { BulkAct } from '../../api/shapes.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useMoment } from '../../time/ticker.ts';
import { AnswerView } from '../../ui/answer-view.tsx';
import { Failure } from '../../ui/failure.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Time } from '../../ui/time.tsx';
import { useSending } from '../../ui/use-sending.ts';
import { t, tFor, tn } from '../../words/words.ts';
import { BulkResults } from './bulk-results.tsx';

const LOOK_MS = 2_000;

function FollowUps({ bulk, onAsked }: { bulk: BulkAct; onAsked: () => void }) {
  const { failure, send } = useSending();
  const until = bulk.undo_until ?? 0;
  const left = useMoment((now) => Math.max(0, Math.ceil((until - now) / 1000)));
  const ask = (what: 'retry' | 'undo') =>
    void send(async () => {
      await askOfBulk(bulk.bulk_id, what);
      onAsked();
    });
  const { failed = 0, done = 0, pending = 0 } = bulk.outcomes;
  return (
    <>
      <div className="buttons">
        {left > 0 && done + pending > 0 && (
          <button type="button" className="button" onClick={() => ask('undo')}>
            {t('bulk.undo')} <span className="numbers">{left} s</span>
          </button>
        )}
        {failed > 0 && (
          <button type="button" className="button" onClick={() => ask('retry')}>
            {tn('bulk.retry', failed)}
          </button>
        )}
      </div>
      {failure && <Failure error={failure} />}
    </>
  );
}

function Summary({ bulk }: { bulk: BulkAct }) {
  const { total, done, failed, reason, category, by, at } = bulk;
  const settled = done + failed;
  return (
    <section className="bulk-summary" aria-label={t('bulk.summary')}>
      <progress max={total} value={settled} aria-label={t('bulk.progress')} />
      <output>
        {t('bulk.of', { settled, total })}
        {failed > 0 && <strong className="tone-trouble"> · {tn('bulk.failed', failed)}</strong>}
      </output>
      <p>
        {tFor('category', category)}
        {reason !== null && `: ${reason}`}
      </p>
      <p className="quiet small">
        {by.name ?? by.user ?? t('unknown')} ({tFor('role', by.role)}) · <Time at={Date.parse(at)} form="seconds" />
      </p>
    </section>
  );
}

/** A bulk act: how far it is, what became of each attempt, and the way back. */
export default function BulkPage({ id }: { id: string }) {
  const answer = useAnswer(`bulk ${id}`, (signal) => readBulk(id, {}, signal));
  const { data, reload } = answer;
  const goesOn = data !== null && data.finished_at === null;
  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [goesOn, reload]);
  return (
    <div className="page">
      <PageHead
        title={data ? `${t(`act.${data.act}`)} · ${tn('board.attempts', data.total)}` : t('bulk.title')}
        {...(data && { course: data.course })}
      />
      <AnswerView answer={answer}>
        {(bulk) => (
          <>
            <Summary bulk={bulk} />
            <FollowUps bulk={bulk} onAsked={reload} />
            <BulkResults bulk={bulk} />
          </>
        )}
      </AnswerView>
    </div>
  );
}
