import { useRef, useState, type FormEvent } from 'react';
import { redeliverEffects } from '../../api/calls.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { serverNow } from '../../time/server-clock.ts';
import { AnswerView } from '../../ui/answer-view.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure } from '../../ui/failure.tsx';
import { OptionalReason } from '../../ui/optional-reason.tsx';
import { useSending } from '../../ui/use-sending.ts';
import { t, tn } from '../../words/words.ts';

const HOUR_MS = 3_600_000;
/** About a year. */
const MOST_HOURS = 9_000;

interface TellAgainDialogProps {
  /** Of one course, or of all. */
  course: string | null;
  onClose: () => void;
  onDone: () => void;
}

/** Before an LMS that has lost data is told again what it was told in the last hours. */
export function TellAgainDialog({ course, onClose, onDone }: TellAgainDialogProps) {
  const [opened] = useState(serverNow);
  const [hours, setHours] = useState(24);
  const [reason, setReason] = useState('');
  const { isSending, failure, send } = useSending();
  const key = useRef(crypto.randomUUID());
  const filter = { from: new Date(opened - hours * HOUR_MS).toISOString() };
  const choice = { filter, ...(course !== null && { course }) };
  const preview = useAnswer(`tell again ${JSON.stringify(choice)}`, () =>
    redeliverEffects({ ...choice, dry_run: true }),
  );
  const change = (set: () => void) => {
    set();
    key.current = crypto.randomUUID();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(async () => {
      await redeliverEffects({ ...choice, ...(reason.trim() !== '' && { reason: reason.trim() }) }, key.current);
      onDone();
      onClose();
    });
  };
  return (
    <Dialog title={t('effects.tell_lms_again')} onClose={onClose}>
      <form onSubmit={submit}>
        <p>{t('effects.tell_why')}</p>
        <label className="field">
          <span>{t('effects.tell_hours')}</span>
          <input
            className="input"
            type="number"
            min={1}
            max={MOST_HOURS}
            required
            value={hours}
            onChange={({ target }) => change(() => setHours(Math.min(MOST_HOURS, Math.max(1, Number(target.value)))))}
          />
        </label>
        <AnswerView answer={preview} lines={1}>
          {({ effects }) => <p className="preview">{tn('effects.tell_count', effects)}</p>}
        </AnswerView>
        <OptionalReason value={reason} onChange={(text) => change(() => setReason(text))} />
        {failure && <Failure error={failure} />}
        <DialogButtons onClose={onClose} isSending={isSending} isDisabled={preview.data === null}>
          {isSending ? t('sending') : t('effects.tell_again')}
        </DialogButtons>
      </form>
    </Dialog>
  );
}
