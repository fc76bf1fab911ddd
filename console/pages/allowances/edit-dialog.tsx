import { useState, type FormEvent } from 'react';
import { changeAllowance, readTimeline, removeAllowance } from '../../api/calls.ts';
import type { Allowance, GrantableExam } from '../../api/shapes.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { serverNow } from '../../time/server-clock.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure } from '../../ui/failure.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { t, tFor } from '../../words/words.ts';
import { dueEffectOnClock, dueEffectOnStart, writtenMinutes } from './due-date.ts';
import { DueNotice } from './due-notice.tsx';
import { TermsFields, type Terms } from './terms.tsx';
import { useSending } from '../../ui/use-sending.ts';

interface EditDialogProps {
  course: string;
  allowance: Allowance;
  /** The exam that it is for; absent if nothing can be granted on it now. */
  exam: GrantableExam | undefined;
  onClose: () => void;
  onDone: () => void;
}

/** What the due date does to the time as it is written: to the clock that runs, or to one that starts now. */
function useDueEffect({ used_by: attempt, kind, minutes }: Allowance, exam: GrantableExam | undefined, value: string) {
  const key = attempt === null ? null : `timeline ${attempt}`;
  const { data } = useAnswer(key, (signal) => readTimeline(attempt ?? 0, signal));
  if (!exam) return null;
  if (attempt === null) return dueEffectOnStart(exam, { kind, value }, serverNow());
  if (!data?.ends_at) return null;
  const more = (writtenMinutes({ kind, value }, exam.time_limit_minutes) ?? 0) - (minutes ?? 0);
  return dueEffectOnClock(exam, Date.parse(data.ends_at), more);
}

/** Changes or removes an allowance. A clock that runs keeps the time that it has. */
export function EditDialog({ course, allowance, exam, onClose, onDone }: EditDialogProps) {
  const { id, learner, exam_name: examName, kind, value, reason, expires_on: day } = allowance;
  const [terms, setTerms] = useState<Terms>({ value, reason: reason ?? '', expires_on: day ?? '' });
  const dueEffect = useDueEffect(allowance, exam, terms.value);
  const { isSending, failure, send } = useSending();
  const finish = (call: () => Promise<unknown>) =>
    send(async () => {
      await call();
      onDone();
      onClose();
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { value: much, reason: why, expires_on: last } = terms;
    void finish(() =>
      changeAllowance(course, id, { value: much.trim(), reason: why.trim() || null, expires_on: last || null }),
    );
  };
  return (
    <Dialog title={t('allowances.edit')} onClose={onClose}>
      <form onSubmit={submit}>
        <p className="dialog-who">
          {learner[2] || learner[1]}{' '}
          <span className="quiet">
            · {examName} · {tFor('allowance', kind)}
          </span>
        </p>
        <TermsFields kind={kind} terms={terms} onChange={setTerms} />
        <DueNotice effects={[dueEffect]} />
        <p className="hint">{t('allowances.running_hint')}</p>
        {failure && <Failure error={failure} />}
        <DialogButtons
          onClose={onClose}
          isSending={isSending}
          others={
            <button
              type="button"
              className="button button-grave"
              onClick={() =>
                void finish(() => removeAllowance(course, id, terms.reason === reason ? '' : terms.reason.trim()))
              }
            >
              {t('allowances.remove')}
            </button>
          }
        >
          {isSending ? t('sending') : t('allowances.save')}
        </DialogButtons>
      </form>
    </Dialog>
  );
}
