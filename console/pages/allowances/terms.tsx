import { OptionalReason } from '../../ui/optional-reason.tsx';
import { t } from '../../words/words.ts';

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
      <OptionalReason value={terms.reason} onChange={(reason) => onChange({ ...terms, reason })} />
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
