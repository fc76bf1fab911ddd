import { EVENTS, REASON_CATEGORIES, STAFF_ROLES, type Actor, type AttemptEvent, type EventName } from './events.ts';
import { isCount, isOneOf, isOptional, isStorableText, type Check } from './field-checks.ts';

/** A change whose effects waited for longer would be found by nobody. */
const LONGEST_UNDO_MS = 60 * 60 * 1000;

/** As sent and received by the API. */
const isRequestId = (value: unknown) => typeof value === 'string' && /^[\w.-]{1,64}$/.test(value);
const isUuid = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);

function isActor(value: unknown): value is Actor | undefined {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  const { kind, userId, role } = value as { kind: unknown; userId?: unknown; role?: unknown };
  const isKnown = ['learner', 'staff', 'vendor', 'system', 'operator'].includes(kind as string);
  return isKnown && isOptional(isCount)(userId) && isOptional(isOneOf(STAFF_ROLES))(role);
}

/** Fields that every message may have besides its own. */
const ENVELOPE: Readonly<Record<string, Check>> = {
  actor: isActor,
  reason: isOptional(isStorableText),
  category: isOptional(isOneOf(REASON_CATEGORIES)),
  noteId: isOptional(isUuid),
  bulkId: isOptional(isUuid),
  ifVersion: isOptional(isCount),
  storedVersion: isOptional(isCount),
  undoMs: isOptional((value) => isCount(value) && value <= LONGEST_UNDO_MS),
  wishId: isOptional(isStorableText),
  requestId: isOptional(isRequestId),
  acceptedAt: isOptional(isCount),
  wantedUntil: isOptional(isCount),
};

/**
 * Reads a message that anybody with access to Temporal may have written by hand. Without a payload the event has no
 * fields; without an actor an operator is recorded. Returns null if the payload does not fit the event.
 */
export function readEvent(name: EventName, payload: unknown): AttemptEvent | null {
  const fields = payload ?? {};
  if (typeof fields !== 'object' || Array.isArray(fields)) return null;
  const given = fields as Record<string, unknown>;
  const checks: Readonly<Record<string, Check>> = { ...EVENTS[name].fields, ...ENVELOPE };
  if (!Object.entries(checks).every(([field, check]) => check(given[field]))) return null;
  return { name, payload: { actor: { kind: 'operator' }, ...given } } as AttemptEvent;
}

/** The same for a request to repeat the effect with that key. */
export function readRetry(
  payload: unknown,
): { key: string; actor: Actor; reason: string | null; noteId?: string } | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { key, actor, reason, noteId } = payload as Record<string, unknown>;
  if (!isStorableText(key) || !isActor(actor) || !isOptional(isStorableText)(reason)) return null;
  if (!isOptional(isUuid)(noteId)) return null;
  return {
    key,
    actor: actor ?? { kind: 'operator' },
    reason: (reason as string | undefined) ?? null,
    ...(isUuid(noteId) && { noteId }),
  };
}

/** The sender of a message, if it names one. */
export function actorOf(payload: unknown): Actor {
  const actor = typeof payload === 'object' && payload !== null && 'actor' in payload ? payload.actor : undefined;
  return (isActor(actor) && actor) || { kind: 'operator' };
}
