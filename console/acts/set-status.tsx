import { mayBeSet } from '../../rules/attempt/rows-by-target.ts';
import { SETTABLE, type Status } from '../../rules/attempt/statuses.ts';
import { t, tFor } from '../words/words.ts';
import type { Act, FieldsProps } from './act.ts';

/** Statuses after which something is told to others. */
const FOLLOWED: readonly Status[] = [
  'submitted',
  'verified',
  'rejected',
  'declined',
  'error',
  'second_review_required',
];

function Fields({ row, payload, onChange }: FieldsProps) {
  const targets = SETTABLE.filter((target) => target !== row.status && mayBeSet(row.status, target));
  return (
    <label className="field">
      <span>{t('act.set-status.status')}</span>
      <select
        className="select"
        required
        value={String(payload['status'] ?? '')}
        onChange={(event) => onChange({ status: event.target.value })}
      >
        <option value="">{t('choose')}</option>
        {targets.map((target) => (
          <option key={target} value={target}>
            {tFor('status', target)}
          </option>
        ))}
      </select>
    </label>
  );
}

export const SET_STATUS: Act = {
  name: 'set-status',
  reason: 'required',
  category: () => 'other',
  payload: () => ({ status: '' }),
  Fields,
  isComplete: ({ payload }) => payload['status'] !== '',
  preview: ({ payload }) => {
    const status = FOLLOWED.find((each) => each === payload['status']);
    return status === undefined ? null : tFor('act.set-status.follows', status);
  },
};
