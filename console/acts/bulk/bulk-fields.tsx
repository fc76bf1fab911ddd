import type { Act } from '../../../rules/attempt/acts.ts';
import { SETTABLE } from '../../../rules/attempt/statuses.ts';
import { t, tFor } from '../../words/words.ts';
import type { ActTarget } from '../act.ts';
import { EXTRA_TIME } from '../extra-time.tsx';
import { ReasonFields } from '../reason-fields.tsx';
import type { BulkForm } from './bulk-form.ts';

interface BulkFieldsProps {
  /** One of the attempts; null if there is none yet. */
  target: ActTarget | null;
  act: Act;
  form: BulkForm;
  onChange: (change: Partial<BulkForm>) => void;
  isReasonRequired: boolean;
}

/** What an act on many attempts needs, and why it is done. */
export function BulkFields({ act, form, onChange, isReasonRequired, target }: BulkFieldsProps) {
  return (
    <>
      {act === 'extra-time' && target && EXTRA_TIME.Fields && (
        <EXTRA_TIME.Fields
          {...target}
          payload={{ minutes: form.minutes === 0 ? '' : form.minutes }}
          onChange={({ minutes }) => onChange({ minutes: Number(minutes) })}
        />
      )}
      {act === 'set-status' && (
        <label className="field">
          <span>{t('act.set-status.status')}</span>
          <select
            className="select"
            required
            value={form.status}
            onChange={(event) => onChange({ status: event.target.value })}
          >
            <option value="">{t('choose')}</option>
            {SETTABLE.map((status) => (
              <option key={status} value={status}>
                {tFor('status', status)}
              </option>
            ))}
          </select>
        </label>
      )}
      <ReasonFields
        category={form.category}
        reason={form.reason}
        isRequired={isReasonRequired}
        onCategory={(category) => onChange({ category: category === '' ? 'other' : category })}
        onReason={(reason) => onChange({ reason })}
      />
    </>
  );
}
