import { useState } from 'react';
import { renewSession } from '../api/calls.ts';
import { useMoment } from '../time/ticker.ts';
import { t } from '../words/words.ts';
import { Failure } from './failure.tsx';
import { Time } from './time.tsx';
import { useSending } from './use-sending.ts';

const WARNING_MS = 2 * 60 * 1000;

/** Says two minutes before that the session ends, with a way to stay; afterwards the way in is shown again. */
export default function SessionEnd({ endsAt, onOver }: { endsAt: number; onOver: () => void }) {
  const [end, setEnd] = useState(endsAt);
  const { failure, send } = useSending();
  const stage = useMoment((now) => {
    if (now >= end) return 'over';
    return now >= end - WARNING_MS ? 'near' : 'far';
  });
  const stay = () => void send(async () => setEnd((await renewSession()).expires_at));
  if (stage === 'far') return null;
  return (
    <div className="notice notice-warn session-end" role="alert">
      <p>
        {t(stage === 'over' ? 'session.over' : 'session.near')} <Time at={end} form="seconds" />
      </p>
      {stage === 'over' ? (
        <button type="button" className="button button-small" onClick={onOver}>
          {t('session.sign_in')}
        </button>
      ) : (
        <button type="button" className="button button-small" onClick={stay}>
          {t('session.stay')}
        </button>
      )}
      {failure && <Failure error={failure} />}
    </div>
  );
}
