import { useState } from 'react';
import { redeliverEffects, retryEffect } from '../api/calls.ts';
import { CallFailed } from '../api/client.ts';
import type { EffectOfAttempt } from '../api/shapes.ts';
import { Failure } from '../ui/failure.tsx';
import { Time } from '../ui/time.tsx';
import { t, tFor, tn } from '../words/words.ts';

interface AgainProps {
  label: string;
  /** What the effect is, without which the buttons of a list all sound alike. */
  what: string;
  /** Answers whether that was possible. */
  ask: () => Promise<boolean>;
}

/** Asks for an effect once more. */
function Again({ label, what, ask }: AgainProps) {
  const [state, setState] = useState<'idle' | 'asked' | 'too early' | CallFailed>('idle');
  if (state === 'asked') return <span className="quiet">{t('effects.asked')}</span>;
  const askOnce = async () => {
    try {
      setState((await ask()) ? 'asked' : 'too early');
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      setState(error);
    }
  };
  return (
    <>
      <button
        type="button"
        className="button button-small"
        aria-label={`${label}: ${what}`}
        onClick={() => void askOnce()}
      >
        {label}
      </button>
      {state === 'too early' && <span className="quiet small">{t('effects.again_later')}</span>}
      {state instanceof CallFailed && <Failure error={state} />}
    </>
  );
}

interface EffectsProps {
  /** Of the attempt. */
  id: number;
  course: string | null;
  effects: readonly EffectOfAttempt[];
}

/** What was told to the vendor, the LMS and the learner; what was refused, and what the LMS has lost, can be told again. */
export function Effects({ id, course, effects }: EffectsProps) {
  const retry = async ({ key }: EffectOfAttempt) => {
    await retryEffect(id, key, null);
    return true;
  };
  const tellAgain = async ({ key }: EffectOfAttempt) => {
    const { effects: asked } = await redeliverEffects({ keys: [key], ...(course !== null && { course }) });
    return asked > 0;
  };
  return (
    <section className="section" aria-labelledby="effects-title">
      <h2 id="effects-title">{t('effects.title')}</h2>
      {effects.length === 0 && <p className="quiet">{t('effects.none')}</p>}
      <ul className="plain">
        {effects.map((effect) => (
          <li key={effect.key} className="effect">
            <span>{tFor('effect', effect.kind)}</span>
            <span className={effect.outcome === 'refused' ? 'tone-trouble' : 'quiet'}>
              {tFor('outcome', effect.outcome)} ·{' '}
              <Time at={Date.parse(effect.finished_at ?? effect.planned_at)} form="seconds" />
              {effect.tries.length > 1 && ` · ${tn('effects.tries', effect.tries.length)}`}
            </span>
            {effect.possibly_delivered_twice && <span className="quiet small">{t('effects.twice')}</span>}
            {effect.last_error !== null && effect.outcome !== 'done' && (
              <span className="small">{effect.last_error}</span>
            )}
            {effect.outcome === 'refused' && (
              <Again label={t('effects.retry')} what={tFor('effect', effect.kind)} ask={() => retry(effect)} />
            )}
            {effect.outcome === 'done' && effect.target === 'lms' && (
              <Again label={t('effects.again')} what={tFor('effect', effect.kind)} ask={() => tellAgain(effect)} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
