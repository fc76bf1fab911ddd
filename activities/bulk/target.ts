import type { Bulk } from '../../db/bulks.ts';
import type { BulkTarget } from '../../db/bulk-targets.ts';
import { eventOf } from '../../rules/attempt/acts.ts';
import type { EventName } from '../../rules/attempt/events.ts';
import { whyIdle } from '../../rules/attempt/possible-acts.ts';
import { reasonOf, type AttemptClient } from '../../workflows/exam-attempt/client.ts';

/** What came of an attempt's turn; null: it could not be told, which is no outcome, so that it gets another turn. */
export type Turn = { hasWorked: boolean; detail: string | null } | null;

const WORKED: Turn = { hasWorked: true, detail: null };
const failed = (detail: string): Turn => ({ hasWorked: false, detail });

/** Says nothing about the attempt: it may succeed if it is asked again. */
const PASSING: readonly string[] = ['temporal_unavailable', 'service_unavailable', 'vendor_unavailable'];

async function turnOf(turn: Promise<Turn>): Promise<Turn> {
  try {
    return await turn;
  } catch (error) {
    const reason = reasonOf(error);
    return reason === null || PASSING.includes(reason) ? null : failed(reason);
  }
}

type Tell = AttemptClient['tell'];

const actorOf = ({ askedBy, askedRole }: BulkTarget) => ({ kind: 'staff', userId: askedBy, role: askedRole }) as const;

/**
 * Every attempt counts the act from when it was asked for, whenever its turn comes: a room that is paused is paused at one
 * moment. Only a clock that goes on does so when its learner can know it.
 */
function acceptanceOf({ wish }: Bulk, { askedAt }: BulkTarget): { acceptedAt?: number } {
  return wish.act === 'unpause' ? {} : { acceptedAt: Math.round(askedAt) };
}

async function act(tell: Tell, bulk: Bulk, target: BulkTarget): Promise<Turn> {
  const { id: bulkId, wish, category, undoUntil } = bulk;
  const { attemptCode, askedRole, askedAt } = target;
  const { name, payload } = eventOf(wish, askedRole, 'started');
  const undoMs = undoUntil === null ? 0 : Math.max(0, Math.round(undoUntil - askedAt));
  const { changed } = await tell<EventName>(attemptCode, name, {
    ...payload,
    actor: actorOf(target),
    category,
    ...(undoMs > 0 && { undoMs }),
    ...acceptanceOf(bulk, target),
    bulkId,
    wishId: `bulk/${bulkId}`,
  });
  return changed ? WORKED : failed(whyIdle(wish.act));
}

async function undo(tell: Tell, { id: bulkId }: Bulk, target: BulkTarget): Promise<Turn> {
  const { attemptCode, version, askedAt } = target;
  // The act was taken back before the attempt's turn, or had changed nothing.
  if (version === null) return WORKED;
  await tell(attemptCode, 'undo', {
    version,
    actor: actorOf(target),
    acceptedAt: Math.round(askedAt),
    bulkId,
    wishId: `bulk/${bulkId}/undo`,
  });
  return WORKED;
}

/** Does to an attempt what its bulk act asks for. Done again, it changes nothing. */
export function takeTurn(tell: Tell, bulk: Bulk, target: BulkTarget): Promise<Turn> {
  return turnOf(target.outcome === 'undoing' ? undo(tell, bulk, target) : act(tell, bulk, target));
}
