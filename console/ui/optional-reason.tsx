import { t } from '../words/words.ts';

/** As long as the API takes it. */
const LONGEST = 1000;

interface OptionalReasonProps {
  value: string;
  onChange: (reason: string) => void;
}

/** Why, in words, for whoever wants to say it. */
export function OptionalReason({ value, onChange }: OptionalReasonProps) {
  return (
    <label className="field">
      <span>{t('reason.text_optional')}</span>
      <textarea
        className="input"
        rows={2}
        maxLength={LONGEST}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}
