import type { Attention } from '../../rules/board/attention.ts';
import { useIsPending } from '../acts/pending.ts';
import type { Row } from '../api/shapes.ts';
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

/** Why a row needs a person, in words; null when it needs none. */
export function Reason({ row }: { row: Row }) {
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
  return null;
}

const hasReason = ({ error, effects, waiting }: Row) => error !== null || effects[1] > 0 || waiting !== null;

export function StatusCell({ row, attention }: { row: Row; attention: Attention }) {
  const isPending = useIsPending(row.id);
  return (
    <>
      <StatusMark row={row} attention={attention} />
      {isPending && <span className="quiet small">… {t('sending')}</span>}
      {hasReason(row) && (
        <span className="reason small">
          <Reason row={row} />
        </span>
      )}
    </>
  );
}
