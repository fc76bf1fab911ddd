import { attentionOf } from '../../rules/board/attention.ts';
import type { CallFailed } from '../api/client.ts';
import type { Row } from '../api/shapes.ts';
import { StatusMark } from '../board/status-cell.tsx';
import { serverNow } from '../time/server-clock.ts';
import { t } from '../words/words.ts';

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && 'v' in value && 'learner' in value;

/** The attempt as it is by now, if an act was refused because it had changed. */
export function rowOfConflict({ status, body }: CallFailed): Row | null {
  if (status !== 412) return null;
  if (isRow(body)) return body;
  const inside = typeof body === 'object' && body !== null && 'attempt' in body ? body.attempt : null;
  return isRow(inside) ? inside : null;
}

/** Says that somebody else was faster, with the new state. */
export function Conflict({ row }: { row: Row }) {
  return (
    <div className="notice notice-warn" role="alert">
      <p className="notice-title">{t('conflict.title')}</p>
      <p>
        {t('conflict.now')} <StatusMark row={row} attention={attentionOf(row, serverNow(), Number.POSITIVE_INFINITY)} />
      </p>
      <p>{t('conflict.next')}</p>
    </div>
  );
}
