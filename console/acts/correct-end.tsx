import { SHORTEST_NOTICE_MINUTES } from '../../rules/attempt/correct-end.ts';
import { formatDayAndClock } from '../time/format.ts';
import { t } from '../words/words.ts';
import type { Act, FieldsProps, Words } from './act.ts';

const MINUTE_MS = 60_000;

const endOf = ({ payload }: Pick<Words, 'payload'>) => Number(payload['ends_at']);

/** Minutes from the present end, so that no zone has to be read from a field. */
function Fields({ row, payload, onChange }: FieldsProps) {
  const ends = row.ends ?? 0;
  const minutes = Math.round((Number(payload['ends_at']) - ends) / MINUTE_MS);
  return (
    <label className="field">
      <span>{t('act.correct-end.minutes')}</span>
      <input
        className="input input-number"
        type="number"
        value={minutes}
        onChange={(event) => onChange({ ends_at: ends + Number(event.target.value) * MINUTE_MS })}
      />
      <span className="hint">{t('act.correct-end.hint')}</span>
    </label>
  );
}

export const CORRECT_END: Act = {
  name: 'correct-end',
  isGrave: true,
  reason: 'required',
  category: () => 'staff-error',
  payload: ({ row }) => ({ ends_at: row.ends ?? 0 }),
  Fields,
  isComplete: (words) =>
    endOf(words) >= words.now + SHORTEST_NOTICE_MINUTES * MINUTE_MS && endOf(words) !== words.row.ends,
  preview: (words) =>
    words.row.ends === null
      ? null
      : t('act.extra-time.preview', {
          before: formatDayAndClock(words.row.ends, words.zone),
          after: formatDayAndClock(endOf(words), words.zone),
        }),
  warnings: (words) =>
    endOf(words) < words.now + SHORTEST_NOTICE_MINUTES * MINUTE_MS ? [t('act.correct-end.too_soon')] : [],
};
