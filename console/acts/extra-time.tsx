import { formatClock, formatDayAndClock } from '../time/format.ts';
import { t } from '../words/words.ts';
import type { Act, FieldsProps, Words } from './act.ts';

const MINUTE_MS = 60_000;
const MOST_MINUTES = 24 * 60;

const minutesOf = ({ payload }: Pick<Words, 'payload'>) => Number(payload['minutes']);

const limitMinutes = ({ row, exam }: Words) =>
  exam?.time_limit_minutes ?? (row.limit === null ? null : Math.round(row.limit / 60));

function Fields({ payload, onChange }: FieldsProps) {
  const set = (minutes: string | number) => onChange({ ...payload, minutes });
  return (
    <div className="field">
      <label htmlFor="extra-minutes">{t('act.extra-time.minutes')}</label>
      <div className="field-line">
        <input
          id="extra-minutes"
          className="input input-number"
          type="number"
          inputMode="numeric"
          min={1}
          max={MOST_MINUTES}
          required
          value={String(payload['minutes'] ?? '')}
          onChange={(event) => set(event.target.value === '' ? '' : Number(event.target.value))}
        />
        {[5, 10, 15].map((minutes) => (
          <button key={minutes} type="button" className="button button-small" onClick={() => set(minutes)}>
            +{minutes}
          </button>
        ))}
      </div>
    </div>
  );
}

export const EXTRA_TIME: Act = {
  name: 'extra-time',
  reason: 'required',
  category: () => 'network',
  payload: () => ({ minutes: 5, kind: 'incident' }),
  Fields,
  isComplete: (words) => {
    const minutes = minutesOf(words);
    return Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES;
  },
  preview: (words) => {
    const { ends } = words.row;
    const minutes = minutesOf(words);
    if (ends === null || !minutes) return null;
    return t('act.extra-time.preview', {
      before: formatClock(ends, words.zone),
      after: formatClock(ends + minutes * MINUTE_MS, words.zone),
    });
  },
  warnings: (words) => {
    const { row, exam, zone } = words;
    const [minutes, limit] = [minutesOf(words), limitMinutes(words)];
    const after = row.ends === null ? null : row.ends + minutes * MINUTE_MS;
    const due = exam?.due_at ?? null;
    return [
      ...(limit !== null && minutes > limit / 2 ? [t('act.extra-time.much', { minutes, limit })] : []),
      ...(after !== null && due !== null && after > due
        ? [t('act.extra-time.past_due', { due: formatDayAndClock(due, zone) })]
        : []),
    ];
  },
};
