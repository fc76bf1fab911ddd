import { useRef, useState, type FormEvent } from 'react';
import { grantAllowances } from '../../api/calls.ts';
import type { AllowancePlan, GrantableExam } from '../../api/shapes.ts';
import { serverNow } from '../../time/server-clock.ts';
import { Choice } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure } from '../../ui/failure.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { t, tFor } from '../../words/words.ts';
import { dueEffectOnStart } from './due-date.ts';
import { DueNotice } from './due-notice.tsx';
import { LearnersField, namesIn } from './learners-field.tsx';
import { PlanView } from './plan-view.tsx';
import { TermsFields, type Terms } from './terms.tsx';
import { useSending } from '../../ui/use-sending.ts';

export const KINDS = ['minutes', 'multiplier', 'policy'] as const;

interface GrantDialogProps {
  course: string;
  exams: readonly GrantableExam[];
  onClose: () => void;
  onDone: () => void;
}

/** Grants something to one or many learners, on one exam or all. */
export function GrantDialog({ course, exams, onClose, onDone }: GrantDialogProps) {
  const [learners, setLearners] = useState('');
  const [exam, setExam] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('minutes');
  const [terms, setTerms] = useState<Terms>({ value: '', reason: '', expires_on: '' });
  const [done, setDone] = useState<AllowancePlan | null>(null);
  const { isSending, failure, send } = useSending();
  const tried = useRef<{ wish: string; key: string } | null>(null);
  const chosen = exams.filter(({ id }) => exam === '' || id === Number(exam));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wish = {
      learners: namesIn(learners),
      exams: exam === '' ? null : [Number(exam)],
      kind,
      value: terms.value.trim(),
      ...(terms.reason.trim() !== '' && { reason: terms.reason.trim() }),
      ...(terms.expires_on !== '' && { expires_on: terms.expires_on }),
    };
    const text = JSON.stringify(wish);
    if (tried.current?.wish !== text) tried.current = { wish: text, key: crypto.randomUUID() };
    const { key } = tried.current;
    await send(async () => {
      const plan = await grantAllowances(course, wish, key);
      onDone();
      if (plan.errors === 0) onClose();
      else setDone(plan);
    });
  };
  return (
    <Dialog title={t('allowances.grant')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <LearnersField course={course} exam={exams[0]?.id} value={learners} onChange={setLearners} />
        <Choice
          label={t('allowances.exam')}
          value={exam}
          options={[['', t('allowances.all_exams')], ...exams.map(({ id, name }) => [String(id), name] as const)]}
          onChoice={setExam}
        />
        <Choice
          label={t('allowances.kind')}
          value={kind}
          options={KINDS.map((each) => [each, tFor('allowance', each)])}
          onChoice={setKind}
        />
        <TermsFields kind={kind} terms={terms} onChange={setTerms} />
        <DueNotice effects={chosen.map((each) => dueEffectOnStart(each, { kind, value: terms.value }, serverNow()))} />
        {done && <PlanView plan={done} />}
        {failure && <Failure error={failure} />}
        <DialogButtons onClose={onClose} isSending={isSending} isDone={done !== null}>
          {isSending ? t('sending') : t('allowances.grant')}
        </DialogButtons>
      </form>
    </Dialog>
  );
}
