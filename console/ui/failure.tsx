import type { CallFailed } from '../api/client.ts';
import { t } from '../words/words.ts';

function sentenceOf({ status, code, message }: CallFailed): string {
  if (code === 'no_connection') return t('failure.no_connection');
  if (status === 404) return t('failure.not_found');
  return message || t('failure.other');
}

/** What went wrong, with what support needs, and a way to try again. */
export function Failure({ error, onRetry }: { error: CallFailed; onRetry?: () => void }) {
  const isForbidden = error.status === 403;
  return (
    <div className="notice notice-bad" role="alert">
      <p className="notice-title">{isForbidden ? t('failure.not_allowed') : t('failure.title')}</p>
      <p>{sentenceOf(error)}</p>
      {isForbidden && <p>{t('failure.who_can')}</p>}
      <p className="notice-small">
        <code>{error.code}</code>
        {error.requestId !== null && (
          <>
            {' · '}
            {t('failure.request')} <code className="selectable">{error.requestId}</code>
          </>
        )}
      </p>
      {onRetry && !isForbidden && (
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
