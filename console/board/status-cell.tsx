import type { Attention } from '../../rules/board/attention.ts';
import { useIsPending } from '../acts/pending.ts';
import type { Row } from '../api/shapes.ts';
import { formatAge } from '../time/format.ts';
import { useMoment } from '../time/ticker.ts';
import { t, tFor, tn } from '../words/words.ts';
import { Time } from '../ui/time.tsx';
import { lookOf, stateOf } from './status.ts';

/** A status by symbol, word and colour. */
export function StatusMark({ row, attention }: { row: Pick<Row, 'status' | 'paused'>; attention: Attention }) {
  const state = stateOf(row, attention);
  const { symbol, tone } = lookOf(state);
  return (
    <span className={`status tone-${tone}`}>
      <span className="status-symbol" aria-hidden="true">
        {symbol}
      </span>
      {tFor('status', state)}
    </span>
  );
}

function Silence({ heard }: { heard: number }) {
  const time = useMoment((now) => formatAge((now - heard) / 1000));
  return <>{t('row.not_heard', { time })}</>;
}

/** Why a row needs a person, in words; null when it needs none. */
function Reason({ row, attention }: { row: Row; attention: Attention }) {
  if (attention === 'silent' && row.heard !== null) return <Silence heard={row.heard} />;
  if (row.error) return <>{row.error.reason ?? tFor('cause', row.error.event)}</>;
  if (row.effects[1] > 0) return <>{tn('row.refused', row.effects[1])}</>;
  if (row.waiting !== null) {
    return (
      <>
        {t(`waiting.${row.waiting}`)}
        {row.waiting_since !== null && (
          <>
            {' '}
            {t('since')} <Time at={row.waiting_since} />
          </>
        )}
      </>
    );
  }
  if (row.paused !== null) {
    return (
      <>
        {t('since')} <Time at={row.paused} />
      </>
    );
  }
  return null;
}

const hasReason = ({ error, effects, waiting, paused }: Row, attention: Attention) =>
  error !== null || effects[1] > 0 || waiting !== null || paused !== null || attention === 'silent';

export function StatusCell({ row, attention }: { row: Row; attention: Attention }) {
  const isPending = useIsPending(row.id);
  return (
    <>
      <StatusMark row={row} attention={attention} />
      {isPending && <span className="quiet small">… {t('sending')}</span>}
      {hasReason(row, attention) && (
        <span className="reason small">
          <Reason row={row} attention={attention} />
        </span>
      )}
    </>
  );
}
