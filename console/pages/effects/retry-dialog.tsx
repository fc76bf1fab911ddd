import { useRef, useState, type FormEvent } from 'react';
import { retryEffects, type RetryChoice } from '../../api/calls.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { AnswerView } from '../../ui/answer-view.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure } from '../../ui/failure.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { OptionalReason } from '../../ui/optional-reason.tsx';
import { useSending } from '../../ui/use-sending.ts';
import { t, tFor, tn } from '../../words/words.ts';

interface RetryDialogProps {
  /** The refused effects of one cause. */
  choice: Extract<RetryChoice, { filter: unknown }>;
  onClose: () => void;
  onDone: () => void;
}

/** Before all effects of one cause are tried again: how many they are, and that a target may be told twice. */
export function RetryDialog({ choice, onClose, onDone }: RetryDialogProps) {
  const preview = useAnswer(`retry ${JSON.stringify(choice)}`, () => retryEffects({ ...choice, dry_run: true }));
  const [reason, setReason] = useState('');
  const { isSending, failure, send } = useSending();
  const key = useRef(crypto.randomUUID());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(async () => {
      await retryEffects({ ...choice, ...(reason.trim() !== '' && { reason: reason.trim() }) }, key.current);
      onDone();
      onClose();
    });
  };
  const { target, last_error: cause } = choice.filter;
  return (
    <Dialog title={t('effects.retry_all')} onClose={onClose}>
      <form onSubmit={submit}>
        <p>
          {tFor('target', target)}: <span className="quiet">{cause}</span>
        </p>
        <AnswerView answer={preview} lines={1}>
          {({ effects }) => <p className="preview">{tn('effects.retry_count', effects)}</p>}
        </AnswerView>
        <output className="notice notice-warn">{t('effects.retry_twice')}</output>
        <OptionalReason
          value={reason}
          onChange={(text) => {
            setReason(text);
            key.current = crypto.randomUUID();
          }}
        />
        {failure && <Failure error={failure} />}
        <DialogButtons onClose={onClose} isSending={isSending} isDisabled={preview.data === null}>
          {isSending ? t('sending') : t('effects.retry')}
        </DialogButtons>
      </form>
    </Dialog>
  );
}
