import { t } from '../words/words.ts';
import type { Act, FieldsProps } from './act.ts';

/** The typed user name is only for the person who types it. */
function TypedName({ row, payload, onChange }: FieldsProps) {
  return (
    <label className="field">
      <span>{t('act.delete.type', { username: row.learner[1] })}</span>
      <input
        className="input"
        autoComplete="off"
        spellCheck={false}
        value={String(payload['typed'] ?? '')}
        onChange={(event) => onChange({ typed: event.target.value })}
      />
    </label>
  );
}

export const RESET: Act = {
  name: 'reset',
  isGrave: true,
  reason: 'required',
  category: () => 'other',
  preview: () => t('act.reset.preview'),
};

export const DELETE: Act = {
  name: 'delete',
  isGrave: true,
  reason: 'required',
  category: () => 'other',
  payload: () => ({ typed: '' }),
  Fields: TypedName,
  isComplete: ({ payload, row }) => payload['typed'] === row.learner[1],
  preview: () => t('act.delete.preview'),
};
