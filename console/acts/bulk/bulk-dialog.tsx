import { use, useEffect, useRef, useState, type FormEvent } from 'react';
import type { Act } from '../../../rules/attempt/acts.ts';
import { CallFailed } from '../../api/client.ts';
import type { BulkPreview as Preview, Row } from '../../api/shapes.ts';
import { learnerName } from '../../board/learner-name.ts';
import { serverNow } from '../../time/server-clock.ts';
import { useZone } from '../../time/zone.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure } from '../../ui/failure.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { t, tFor, tn } from '../../words/words.ts';
import { SurroundingsContext } from '../acts-context.ts';
import { ALL_ACTS } from '../all-acts.ts';
import { BulkFields } from './bulk-fields.tsx';
import { initialForm, isFilledIn, requestOf, type BulkForm } from './bulk-form.ts';
import { BulkPreview } from './bulk-preview.tsx';
import { beginBulk, previewBulk } from './send-bulk.ts';

interface BulkDialogProps {
  act: Act;
  /** Whom it is for; at least one, unless it is for a sitting. */
  rows: readonly Row[];
  /** Id of an exam: it is for everybody who takes it today, those too who begin later. */
  sitting?: number;
  onClose: () => void;
  /** The act has begun. */
  onBegun: (bulkId: string) => void;
}

/** An act on many attempts: what and why, then for whom it will be done and for whom not, then the act. */
export default function BulkDialog({ act, rows, sitting, onClose, onBegun }: BulkDialogProps) {
  const { course, exam } = use(SurroundingsContext);
  const zone = useZone();
  const [target] = useState(() => (rows[0] ? { row: rows[0], exam } : null));
  const isSitting = sitting !== undefined;
  // Whom it is for does not change under the hand of whoever fills it in.
  const [known] = useState(() => new Map(rows.map((row) => [row.id, row])));
  const [form, setForm] = useState<BulkForm>(() => initialForm(act, target));
  const [preview, setPreview] = useState<Preview | null>(null);
  const [count, setCount] = useState('');
  const [failure, setFailure] = useState<CallFailed | null>(null);
  const [isSending, setSending] = useState(false);

  const { isGrave, reason, warnings } = ALL_ACTS[act];
  const isCounted = (act === 'reset' || act === 'delete') && preview !== null && preview.will > 1;
  const isReady =
    preview === null
      ? isFilledIn(act, form)
      : (isSitting || preview.will > 0) && (!isCounted || Number(count) === preview.will);
  const said = (target && warnings?.({ ...target, payload: { ...form }, zone, now: serverNow() })) ?? [];
  const change = (fields: Partial<BulkForm>) => {
    setForm((before) => ({ ...before, ...fields }));
    setPreview(null);
    setCount('');
  };

  const send = async () => {
    setSending(true);
    setFailure(null);
    const targets = isSitting ? { sitting: { exam: sitting } } : { ids: [...known.keys()] };
    const request = requestOf(act, form, targets);
    try {
      if (preview === null) {
        setPreview(await previewBulk(course, request));
      } else {
        const { token, will } = preview;
        const begun = await beginBulk(course, request, { token, ...(isCounted && { count: will }) });
        onBegun(begun.bulk_id);
      }
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      setFailure(error);
      if (error.code === 'bulk_preview_unknown') setPreview(null);
    } finally {
      setSending(false);
    }
  };
  // In an emergency, two touches have to do.
  const isAsked = useRef(false);
  useEffect(() => {
    if (!isSitting || isAsked.current) return;
    isAsked.current = true;
    void send();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !isSending) void send();
  };
  const nameOf = (id: number) => {
    const row = known.get(id);
    return row ? learnerName(row) : String(id);
  };
  return (
    <Dialog
      title={isSitting ? tFor('sitting', act) : `${t(`act.${act}`)} · ${tn('selection.count', known.size)}`}
      onClose={onClose}
    >
      <form onSubmit={submit}>
        {isSitting && <p>{tFor('sitting.later', act)}</p>}
        <BulkFields target={target} act={act} form={form} onChange={change} isReasonRequired={reason === 'required'} />
        {said.map((warning) => (
          <output key={warning} className="notice notice-warn">
            {warning}
          </output>
        ))}
        {preview && (
          <BulkPreview preview={preview} nameOf={nameOf} isCounted={isCounted} count={count} onCount={setCount} />
        )}
        {failure && <Failure error={failure} />}
        <DialogButtons
          onClose={onClose}
          isSending={isSending}
          isGrave={isGrave && preview !== null}
          isDisabled={!isReady}
        >
          {isSending
            ? t('sending')
            : preview === null
              ? t('bulk.preview')
              : preview.will === 0
                ? tFor('sitting', act)
                : tn('bulk.do', preview.will, { act: t(`act.${act}`) })}
        </DialogButtons>
      </form>
    </Dialog>
  );
}
