import { API_PATH } from '../../../dev/seed.ts';
import type { Person } from '../../../dev/people.ts';
import type { Wish } from '../plan/types.ts';
import type { Request } from './client.ts';
import { STAFF } from './people.ts';

export const OWN_PATH = '/api/proctoring/v1';

/** What is known of a sitting when a wish is sent. */
export interface Context {
  learner: Person;
  examId: number;
  isProctored: boolean;
  attemptId: number | null;
  /** The vendor's id of the attempt. */
  externalId: string | null;
  /** Names the act that can be taken back. */
  undoId: string | null;
}

const REASON = { reason: 'A test of faults', category: 'other' } as const;

function ofAct(wish: Extract<Wish, { what: 'act' }>): object {
  if (wish.act === 'extra-time') return { ...REASON, minutes: wish.minutes };
  if (wish.act === 'correct-end') return { ...REASON, ends_at: Date.now() + wish.endsInMs };
  return wish.act === 'set-status' ? { ...REASON, status: wish.status } : REASON;
}

function ofVendor(wish: Extract<Wish, { by: 'vendor' }>, externalId: string): Request {
  const path = `${API_PATH}/attempt/${externalId}`;
  if (wish.what === 'ready') return { as: 'vendor', method: 'POST', path: `${path}/ready`, body: { status: 'ready' } };
  return { as: 'vendor', method: 'POST', path: `${path}/reviewed`, body: { status: wish.result, comments: [] } };
}

/** The request of a wish; null where there is nothing to ask for, because what it is about was refused. */
export function requestOf(wish: Wish, context: Context): Request | null {
  const { learner: as, examId, isProctored, attemptId, externalId, undoId } = context;
  if (wish.what === 'create') {
    const body = { exam_id: examId, start_clock: wish.startsClock, attempt_proctored: isProctored };
    return { as, method: 'POST', path: `${API_PATH}/attempt`, body };
  }
  if (attemptId === null) return null;
  if (wish.by === 'vendor') return externalId === null ? null : ofVendor(wish, externalId);
  switch (wish.what) {
    case 'act':
      return {
        as: STAFF,
        method: 'POST',
        path: `${OWN_PATH}/attempts/${attemptId}/acts/${wish.act}`,
        body: ofAct(wish),
      };
    case 'undo':
      return undoId === null ? null : { as: STAFF, method: 'POST', path: `${OWN_PATH}/undo/${undoId}` };
    case 'allowance': {
      const { userId } = as;
      const body = { exam_id: examId, user_info: userId, key: 'additional_time_granted', value: String(wish.minutes) };
      return { as: STAFF, method: 'PUT', path: `${API_PATH}/allowance`, body };
    }
    default:
      return { as, method: 'PUT', path: `${API_PATH}/attempt/${attemptId}`, body: { action: wish.what } };
  }
}
