import { t } from '../words/words.ts';
import { REASON_CATEGORIES, type ReasonCategory } from '../../rules/attempt/events.ts';

const LONGEST = 1000;

interface ReasonFieldsProps {
  category: ReasonCategory | '';
  reason: string;
  isRequired: boolean;
  onCategory: (category: ReasonCategory | '') => void;
  onReason: (reason: string) => void;
}

/** Why an act is done: one of a few kinds of reason, and words for those it does not cover. */
export function ReasonFields({ category, reason, isRequired, onCategory, onReason }: ReasonFieldsProps) {
  return (
    <>
      <label className="field">
        <span>{t('reason.category')}</span>
        <select
          className="select"
          value={category}
          onChange={({ target: { value } }) => onCategory(REASON_CATEGORIES.find((each) => each === value) ?? '')}
        >
          {REASON_CATEGORIES.map((each) => (
            <option key={each} value={each}>
              {t(`category.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{category === 'other' && isRequired ? t('reason.text') : t('reason.text_optional')}</span>
        <textarea
          className="input"
          rows={2}
          maxLength={LONGEST}
          required={category === 'other' && isRequired}
          value={reason}
          onChange={(event) => onReason(event.target.value)}
        />
        <span className="hint">{t('reason.hint')}</span>
      </label>
    </>
  );
}
