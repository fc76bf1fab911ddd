import { useRef, useState, type FormEvent } from 'react';
import { importAllowances } from '../../api/calls.ts';
import type { AllowancePlan } from '../../api/shapes.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { downloadCsv } from '../../ui/download-csv.ts';
import { Failure } from '../../ui/failure.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { t } from '../../words/words.ts';
import { PlanView } from './plan-view.tsx';
import { useSending } from '../../ui/use-sending.ts';

interface ImportDialogProps {
  course: string;
  onClose: () => void;
  onDone: () => void;
}

function downloadErrors({ rows }: AllowancePlan): void {
  const wrong = rows.filter(({ outcome }) => outcome === 'error');
  downloadCsv('allowance-errors.csv', [
    ['line', 'learner', 'exam', 'field', 'code', 'message'],
    ...wrong.map(({ line, learner, exam, field, code, message }) => [
      String(line),
      learner,
      exam,
      field ?? '',
      code ?? '',
      message ?? '',
    ]),
  ]);
}

/** Takes a CSV file, shows what would come of each line, and only then imports it. */
export function ImportDialog({ course, onClose, onDone }: ImportDialogProps) {
  const [csv, setCsv] = useState('');
  const [plan, setPlan] = useState<AllowancePlan | null>(null);
  const { isSending, failure, send } = useSending();
  const key = useRef(crypto.randomUUID());
  const take = (text: string) => {
    setCsv(text);
    setPlan(null);
    key.current = crypto.randomUUID();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(async () => {
      if (!plan) return setPlan(await importAllowances(course, csv, { dry_run: true }, crypto.randomUUID()));
      await importAllowances(course, csv, { token: plan.token }, key.current);
      onDone();
      onClose();
    });
  };
  const count = plan ? plan.new + plan.changed : 0;
  return (
    <Dialog title={t('allowances.import')} onClose={onClose}>
      <form onSubmit={submit}>
        <label className="field">
          <span>{t('allowances.file')}</span>
          <input
            className="input"
            type="file"
            accept=".csv,text/csv"
            onChange={({ target: { files } }) => void files?.[0]?.text().then(take)}
          />
        </label>
        <label className="field">
          <span>{t('allowances.paste')}</span>
          <textarea
            className="input"
            rows={4}
            required
            spellCheck={false}
            value={csv}
            onChange={({ target: { value } }) => take(value)}
          />
          <span className="hint">{t('allowances.columns')}</span>
        </label>
        {plan && <PlanView plan={plan} />}
        {failure && <Failure error={failure} />}
        <DialogButtons
          onClose={onClose}
          isSending={isSending}
          isDisabled={plan !== null && count === 0}
          others={
            plan !== null &&
            plan.errors > 0 && (
              <button type="button" className="button" onClick={() => downloadErrors(plan)}>
                {t('allowances.errors_file')}
              </button>
            )
          }
        >
          {plan ? t('allowances.import_now', { count, errors: plan.errors }) : t('allowances.check')}
        </DialogButtons>
      </form>
    </Dialog>
  );
}
