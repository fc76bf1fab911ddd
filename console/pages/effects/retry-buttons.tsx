import { retryEffects } from '../../api/calls.ts';
import type { EffectOfPage } from '../../api/shapes.ts';
import { Failure } from '../../ui/failure.tsx';
import { useSending } from '../../ui/use-sending.ts';
import { t } from '../../words/words.ts';

interface RetryButtonsProps {
  effect: EffectOfPage;
  /** The course that the page is about, if it is about one. */
  course: string | null;
  onDone: () => void;
  onAll: () => void;
}

/** Has a refused effect tried again, or all that were refused for the same cause. */
export function RetryButtons({ effect, course, onDone, onAll }: RetryButtonsProps) {
  const { failure, send } = useSending();
  const retry = () =>
    void send(async () => {
      await retryEffects({ keys: [effect.key], ...(course !== null && { course }) });
      onDone();
    });
  if (effect.outcome !== 'refused') return null;
  return (
    <div className="buttons">
      <button type="button" className="button button-small" onClick={retry}>
        {t('effects.retry')}
      </button>
      {effect.last_error !== null && (
        <button type="button" className="button button-small" onClick={onAll}>
          {t('effects.retry_all_of_cause')}
        </button>
      )}
      {failure && <Failure error={failure} />}
    </div>
  );
}
