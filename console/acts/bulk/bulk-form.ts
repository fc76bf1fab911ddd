import type { Act } from '../../../rules/attempt/acts.ts';
import type { ReasonCategory } from '../../../rules/attempt/events.ts';
import { t } from '../../words/words.ts';
import { ALL_ACTS } from '../all-acts.ts';
import type { ActTarget, Payload } from '../act.ts';
import type { BulkRequest } from './send-bulk.ts';

/** What is filled in for an act on many attempts. */
export interface BulkForm {
  minutes: number;
  status: string;
  category: ReasonCategory;
  reason: string;
}

/** What fits most often, judged by one of the attempts if there is any. */
export function initialForm(act: Act, target: ActTarget | null): BulkForm {
  return { minutes: 5, status: '', category: ALL_ACTS[act].category?.(target) ?? 'other', reason: '' };
}

function payloadOf(act: Act, { minutes, status }: BulkForm): Payload {
  if (act === 'extra-time') return { minutes };
  return act === 'set-status' ? { status } : {};
}

/** The request for these targets. Without words of their own, the kind of reason is the reason. */
export function requestOf(act: Act, form: BulkForm, targets: BulkRequest['targets']): BulkRequest {
  const reason = form.reason.trim() || (ALL_ACTS[act].reason === 'required' ? t(`category.${form.category}`) : '');
  return {
    act,
    payload: payloadOf(act, form),
    category: form.category,
    targets,
    ...(reason !== '' && { reason }),
  };
}

/** Whether what is filled in can be sent. */
export function isFilledIn(act: Act, { minutes, status, category, reason }: BulkForm): boolean {
  if (act === 'extra-time' && !(Number.isInteger(minutes) && minutes >= 1)) return false;
  if (act === 'set-status' && status === '') return false;
  return ALL_ACTS[act].reason !== 'required' || category !== 'other' || reason.trim() !== '';
}
