import type { CallFailed } from '../api/client.ts';
import { t } from '../words/words.ts';
import { isWorthAnotherTry, sentenceOf, titleOf } from './failure-text.ts';

/** What went wrong, with what support needs, and a way to try again. */
export function Failure({ error, onRetry }: { error: CallFailed; onRetry?: () => void }) {
  return (
    <div className="notice notice-bad" role="alert">
      <p className="notice-title">{titleOf(error)}</p>
      <p>{sentenceOf(error)}</p>
      <p className="notice-small">
        <code>{error.code}</code>
        {error.requestId !== null && (
          <>
            {' · '}
            {t('failure.request')} <code className="selectable">{error.requestId}</code>
          </>
        )}
      </p>
      {onRetry && isWorthAnotherTry(error) && (
        <button type="button" className="button" onClick={onRetry}>
          {t('failure.retry')}
        </button>
      )}
    </div>
  );
}

/** Above what was known before, when it could not be read again. */
export function Stale({ error, onRetry }: { error: CallFailed; onRetry: () => void }) {
  return (
    <output className="notice notice-warn">
      <span>
        {t('failure.stale')} {sentenceOf(error)}
      </span>
      <button type="button" className="button button-small" onClick={onRetry}>
        {t('failure.retry')}
      </button>
    </output>
  );
}
