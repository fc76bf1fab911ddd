import { useRef, useState, type FormEvent } from 'react';
import { CallFailed } from '../api/client.ts';
import type { Row } from '../api/shapes.ts';
import { learnerName } from '../board/learner-name.ts';
import { formatClockSeconds } from '../time/format.ts';
import { serverNow } from '../time/server-clock.ts';
import { useZone } from '../time/zone.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { DialogButtons } from '../ui/dialog-buttons.tsx';
import { t } from '../words/words.ts';
import type { Done, Payload } from './act.ts';
import type { Surroundings } from './acts-context.ts';
import { ALL_ACTS } from './all-acts.ts';
import { Conflict, rowOfConflict } from './conflict.tsx';
import type { ReasonCategory } from '../../rules/attempt/events.ts';
import type { ActName } from './names.ts';
import { pendingActs } from './pending.ts';
import { ReasonFields } from './reason-fields.tsx';
import { asCurl, bodyOf, sendAct, type ActRequest } from './send-act.ts';

interface ActDialogProps {
  act: ActName;
  row: Row;
  around: Surroundings;
  payload: Payload | undefined;
  onClose: () => void;
  onDone: (done: Done) => void;
}

/** The form of an act: what will happen, why, and what came of it if it could not be done. */
export default function ActDialog({ act: name, row: asked, around, payload: given, onClose, onDone }: ActDialogProps) {
  const act = ALL_ACTS[name];
  const zone = useZone();
  const [row, setRow] = useState(asked);
  const [seen, setSeen] = useState(asked.v);
  const target = { row, exam: around.exam };
  const [payload, setPayload] = useState<Payload>(() => given ?? act.payload?.(target) ?? {});
  const [category, setCategory] = useState<ReasonCategory | ''>(() => act.category?.(target) ?? '');
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<CallFailed | null>(null);
  const [isSending, setSending] = useState(false);
  const staleSince = around.staleSince?.() ?? null;
  const [isSure, setSure] = useState(false);
  const tried = useRef<{ wish: string; key: string } | null>(null);

  const words = { ...target, payload, zone, now: serverNow() };
  const request: ActRequest = {
    act: name,
    attempt: row.id,
    version: row.v,
    body: bodyOf(
      payload,
      act.reason === 'none' ? '' : reason || t(`category.${category || 'other'}`),
      act.reason === 'none' ? '' : category,
    ),
  };
  const isComplete =
    (staleSince === null || isSure) &&
    (act.isComplete?.(words) ?? true) &&
    (act.reason !== 'required' || category !== 'other' || reason.trim() !== '');
  const warnings = act.warnings?.(words) ?? [];
  const preview = act.preview?.(words) ?? null;

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete || isSending) return;
    setSending(true);
    setFailure(null);
    const settle = pendingActs.add(row.id);
    try {
      const wish = JSON.stringify(request);
      if (tried.current?.wish !== wish) tried.current = { wish, key: crypto.randomUUID() };
      const answer = await sendAct(request, tried.current.key);
      onDone({ act: name, row, answer, around });
      onClose();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      const changed = rowOfConflict(error);
      if (changed) {
        setSeen(row.v);
        setRow(changed);
        around.onRow(changed);
      }
      setFailure(error);
    } finally {
      settle();
      setSending(false);
    }
  };
  return (
    <Dialog title={t(`act.${name}`)} onClose={onClose}>
      <form onSubmit={(event) => void send(event)}>
        <p className="dialog-who">
          {learnerName(row)} <span className="quiet">· {row.learner[1]}</span>
        </p>
        {act.Fields && <act.Fields {...target} payload={payload} onChange={setPayload} />}
        {preview !== null && <p className="preview">{preview}</p>}
        {warnings.map((warning) => (
          <output key={warning} className="notice notice-warn">
            {warning}
          </output>
        ))}
        {act.reason !== 'none' && (
          <ReasonFields
            category={category}
            reason={reason}
            isRequired={act.reason === 'required'}
            onCategory={setCategory}
            onReason={setReason}
          />
        )}
        {staleSince !== null && (
          <label className="check notice notice-warn">
            <input type="checkbox" checked={isSure} onChange={(event) => setSure(event.target.checked)} />
            {t('act.stale', { since: formatClockSeconds(staleSince, zone) })}
          </label>
        )}
        {failure && (rowOfConflict(failure) ? <Conflict row={row} since={seen} /> : <Failure error={failure} />)}
        <details className="curl">
          <summary>{t('act.curl')}</summary>
          <pre>{asCurl(request)}</pre>
        </details>
        <DialogButtons onClose={onClose} isSending={isSending} isGrave={act.isGrave === true} isDisabled={!isComplete}>
          {isSending ? t('sending') : t(`act.${name}`)}
        </DialogButtons>
      </form>
    </Dialog>
  );
}
