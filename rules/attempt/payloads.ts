import { REVIEW_STATUSES, type Actor, type AttemptEvent, type EventName } from './events.ts';
import { isExtraMinutes } from './minutes.ts';
import { isStatus } from './statuses.ts';

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isOptional = (check: (value: unknown) => boolean) => (value: unknown) => value === undefined || check(value);
const isText = (value: unknown) => typeof value === 'string';
/** Postgres stores no NUL. */
const isStorableText = (value: unknown) => typeof value === 'string' && !value.includes('\0');
/** As sent and received by the API. */
const isRequestId = (value: unknown) => typeof value === 'string' && /^[\w.-]{1,64}$/.test(value);
const isNoteId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
const isFlag = (value: unknown) => typeof value === 'boolean';

type Checks = Record<string, (value: unknown) => boolean>;

const REQUIRED: Partial<Record<EventName, Checks>> = {
  ping: { at: isOptional(isCount) },
  error: { detail: isOptional(isStorableText) },
  'heartbeat-lost': { lastPingAt: isCount },
  decline: { cascaded: isOptional(isFlag) },
  review: {
    reviewStatus: (value) => (REVIEW_STATUSES as readonly unknown[]).includes(value),
    reviewedBy: isOptional((value) => value === null || isCount(value)),
    revision: isOptional(isCount),
    reapply: isOptional(isFlag),
  },
  'set-status': { status: (value) => isText(value) && isStatus(value), reapply: isOptional(isFlag) },
  'extra-time': { additionalMins: isExtraMinutes },
  delete: { quiet: isOptional(isFlag) },
};

function isActor(value: unknown): value is Actor | undefined {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  const { kind, userId } = value as { kind: unknown; userId?: unknown };
  return ['learner', 'staff', 'vendor', 'system', 'operator'].includes(kind as string) && isOptional(isCount)(userId);
}

/** Fields that every message may have besides its own. */
const ENVELOPE: Checks = {
  actor: isActor,
  reason: isOptional(isStorableText),
  noteId: isOptional(isNoteId),
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
  const checks: Checks = { ...REQUIRED[name], ...ENVELOPE };
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
  if (!isOptional(isNoteId)(noteId)) return null;
  return {
    key: key as string,
    actor: actor ?? { kind: 'operator' },
    reason: (reason as string | undefined) ?? null,
    ...(isNoteId(noteId) && { noteId }),
  };
}

/** The sender of a message, if it names one. */
export function actorOf(payload: unknown): Actor {
  const actor = typeof payload === 'object' && payload !== null && 'actor' in payload ? payload.actor : undefined;
  return (isActor(actor) && actor) || { kind: 'operator' };
}
