import { t } from '../../words/words.ts';

const LONGEST_REASON = 1000;

export interface Terms {
  value: string;
  reason: string;
  expires_on: string;
}

interface TermsFieldsProps {
  kind: string;
  terms: Terms;
  onChange: (terms: Terms) => void;
}

/** How much is granted, why, and until which day. */
export function TermsFields({ kind, terms, onChange }: TermsFieldsProps) {
  const isNumber = kind === 'minutes' || kind === 'multiplier';
  return (
    <>
      <label className="field">
        <span>{t(kind === 'minutes' ? 'allowances.minutes' : 'allowances.value')}</span>
        <input
          className="input"
          required
          maxLength={255}
          inputMode={isNumber ? 'decimal' : 'text'}
          value={terms.value}
          onChange={({ target: { value } }) => onChange({ ...terms, value })}
        />
        {kind === 'multiplier' && <span className="hint">{t('allowances.multiplier_hint')}</span>}
      </label>
      <label className="field">
        <span>{t('reason.text_optional')}</span>
        <textarea
          className="input"
          rows={2}
          maxLength={LONGEST_REASON}
          value={terms.reason}
          onChange={({ target: { value: reason } }) => onChange({ ...terms, reason })}
        />
      </label>
      <label className="field">
        <span>{t('allowances.last_day')}</span>
        <input
          className="input"
          type="date"
          value={terms.expires_on}
          onChange={({ target: { value: day } }) => onChange({ ...terms, expires_on: day })}
        />
        <span className="hint">{t('allowances.last_day_hint')}</span>
      </label>
    </>
  );
}
