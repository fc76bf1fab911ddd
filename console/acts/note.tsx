import { t } from '../words/words.ts';
import type { Act, FieldsProps } from './act.ts';

const LONGEST = 2000;

function Fields({ row, payload, onChange }: FieldsProps) {
  return (
    <>
      <label className="field">
        <span>{t('act.note.text')}</span>
        <textarea
          className="input"
          rows={4}
          maxLength={LONGEST}
          required
          value={String(payload['text'] ?? '')}
          onChange={(event) => onChange({ ...payload, text: event.target.value })}
        />
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={payload['kind'] === 'incident'}
          onChange={(event) => onChange({ ...payload, kind: event.target.checked ? 'incident' : 'note' })}
        />
        {t('act.note.incident')}
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={payload['flag'] === undefined ? row.flag : payload['flag'] === true}
          onChange={(event) => onChange({ ...payload, flag: event.target.checked })}
        />
        {t('act.note.flag')}
      </label>
    </>
  );
}

export const NOTE: Act = {
  name: 'note',
  reason: 'none',
  // The flag is sent only by whoever changes it: others may just have done so.
  payload: () => ({ text: '', kind: 'note' }),
  Fields,
  isComplete: ({ payload }) => String(payload['text'] ?? '').trim() !== '',
};
