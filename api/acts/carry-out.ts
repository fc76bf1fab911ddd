import type { FastifyRequest } from 'fastify';
import type { Attempt } from '../../db/attempts.ts';
import { ACTS, eventOf, isWithin, roleFor, type Act, type ActWish } from '../../rules/attempt/acts.ts';
import type { EventName } from '../../rules/attempt/events.ts';
import { isStatus, type Status } from '../../rules/attempt/statuses.ts';
import type { AttemptAnswer } from '../../workflows/exam-attempt/messages.ts';
import { refusalOf } from '../../workflows/refusals.ts';
import type { AppDeps } from '../app-deps.ts';
import { noteFor } from '../attempts/note.ts';
import { readBoardRows } from '../board/rows.ts';
import { CATALOGUE } from '../errors/catalogue.ts';
import { ApiError } from '../errors/api-error.ts';
import { toApiError } from '../errors/handler.ts';
import { rolesIn } from '../permissions/course.ts';
import { callerOf } from '../plugins/authentication.ts';
import { wishOf } from '../plugins/idempotency.ts';
import type { ActBody } from '../schemas/console/acts.ts';
import type { BoardRow } from '../schemas/console/row.ts';

/** The row on the board that an attempt belongs to; null once its learner has none on the exam. */
export async function readRowOf(deps: AppDeps, { id, exam }: Attempt): Promise<BoardRow | null> {
  const { rows } = await readBoardRows(deps, { examIds: [exam.id], selection: { learnersOf: [id] } });
  return rows[0] ?? null;
}

/** The act as the rules have it; the schema of its body has seen to the fields. */
export function actOf(
  act: Act,
  { minutes = 0, ends_at: endsAt = 0, status = 'error' }: Pick<ActBody, 'minutes' | 'ends_at' | 'status'>,
): ActWish {
  if (act === 'extra-time') return { act, minutes };
  if (act === 'correct-end') return { act, endsAt };
  return act === 'set-status' ? { act, status } : { act };
}

function seenVersion(header: string | undefined): { ifVersion?: number } {
  return header === undefined ? {} : { ifVersion: Number(header.slice(2, -1)) };
}

/** For how long the act can be undone. */
function windowOf({ config }: Pick<AppDeps, 'config'>, act: Act): { undoMs?: number } {
  const { undoWindowSeconds } = config.acts;
  return ACTS[act].isUndoable && undoWindowSeconds > 0 ? { undoMs: undoWindowSeconds * 1000 } : {};
}

/** The vendor is told before anything is removed; when it cannot be, nothing is. */
function toActError(act: Act, error: unknown): unknown {
  const { code } = toApiError(error);
  const isOfVendor = code === 'vendor_unavailable' || code === 'vendor_refused';
  return isOfVendor && (act === 'reset' || act === 'delete') ? new ApiError('vendor_failed', { cause: error }) : error;
}

interface ActRequest {
  act: Act;
  attempt: Attempt;
  body: ActBody;
  /** As the header `If-Match` has it. */
  seen: string | undefined;
}

/** Does an act in the caller's name. Throws `attempt_changed` with the row as it is now, and what the rules refuse. */
export async function carryOutAct(
  deps: AppDeps,
  request: FastifyRequest,
  { act, attempt, body, seen }: ActRequest,
): Promise<AttemptAnswer> {
  const caller = callerOf(request);
  const role = roleFor(act, await rolesIn(caller, attempt.exam.courseId));
  if (role === null) throw new ApiError('staff_only');
  const wish = actOf(act, body);
  if (!isWithin(role, wish)) throw new ApiError('status_not_for_reviewers');
  const status: Status = isStatus(attempt.status) ? attempt.status : 'error';
  const { name, payload } = eventOf(wish, role, status);
  const note = await noteFor(deps, request, attempt.attemptCode, body.reason);
  const actor = { kind: 'staff', userId: caller.userId, role } as const;
  const envelope = {
    actor,
    category: body.category,
    ...note,
    ...seenVersion(seen),
    ...windowOf(deps, act),
    ...wishOf(request),
  };
  try {
    return await deps.attempts.tell<EventName>(attempt.attemptCode, name, { ...payload, ...envelope });
  } catch (error) {
    if (refusalOf(error) !== 'attempt_changed') throw toActError(act, error);
    const conflict = { detail: CATALOGUE.attempt_changed.detail, attempt: await readRowOf(deps, attempt) };
    throw new ApiError('attempt_changed', { body: conflict, cause: error });
  }
}
