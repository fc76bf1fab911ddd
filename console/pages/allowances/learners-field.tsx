import { useId } from 'react';
import { checkLearners } from '../../api/calls.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { t } from '../../words/words.ts';
import { useSettled } from './use-settled.ts';

const QUIET_MS = 500;
const MOST_CHECKED = 200;
const MOST_SHOWN = 10;

/** Names as they are pasted: one on each line, or with commas or semicolons between them. */
export const namesIn = (text: string) =>
  [...new Set(text.split(/[,;\n\t]/).map((name) => name.trim()))].filter(Boolean);

const list = (names: string[]) =>
  names.slice(0, MOST_SHOWN).join(', ') + (names.length > MOST_SHOWN ? `, … (${names.length})` : '');

interface LearnersFieldProps {
  course: string;
  /** Some exam of the course; without one nothing is checked. */
  exam: number | undefined;
  value: string;
  onChange: (value: string) => void;
}

/** Names of learners, which are looked up whenever the writing pauses: who is not known is named before anything is sent. */
export function LearnersField({ course, exam, value, onChange }: LearnersFieldProps) {
  const id = useId();
  const names = namesIn(useSettled(value, QUIET_MS));
  const checked = names.slice(0, MOST_CHECKED);
  const isAsked = exam !== undefined && checked.length > 0;
  const { data } = useAnswer(isAsked ? JSON.stringify(checked) : null, (signal) =>
    checkLearners(course, checked, exam ?? 0, signal),
  );
  const written = new Set(namesIn(value));
  const wrong = (code: string) =>
    (data?.rows ?? []).filter((row) => row.code === code && written.has(row.learner)).map(({ learner }) => learner);
  const [unknown, twice] = [wrong('learner_unknown'), wrong('duplicate')];
  return (
    <div className="field">
      <label htmlFor={id}>{t('allowances.learners')}</label>
      <textarea
        id={id}
        className="input"
        rows={2}
        required
        aria-describedby={`${id}-hint ${id}-wrong`}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <span id={`${id}-hint`} className="hint">
        {t('allowances.learners_hint')}
        {names.length > MOST_CHECKED && ` ${t('allowances.names_first', { count: MOST_CHECKED })}`}
      </span>
      <output id={`${id}-wrong`} className="small tone-trouble">
        {unknown.length > 0 && t('allowances.names_unknown', { names: list(unknown) })}{' '}
        {twice.length > 0 && t('allowances.names_twice', { names: list(twice) })}
      </output>
    </div>
  );
}
