import type { AttemptAnswer } from './messages.ts';
import type { AttemptEvent } from '../../rules/attempt/events.ts';
import type { Changed } from '../../rules/attempt/outcome.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';

/** How long recording a start may take before the clock is read again. */
const FRESH_MS = 1_000;

/**
 * Until when a change may be recorded: while it is wanted. A start at first has only as long as its instant is fresh, but
 * a database that is slow a second time must not prevent it altogether.
 */
export function deadlineFor(
  { name, payload: { wantedUntil } }: AttemptEvent,
  at: number,
  isSecondTry: boolean,
): { notAfter?: number } {
  if (wantedUntil === undefined) return {};
  const isFreshOnly = name === 'start' && !isSecondTry;
  return { notAfter: isFreshOnly ? Math.min(wantedUntil, at + FRESH_MS) : wantedUntil };
}

/** The request was valid only while its caller waited, which by the database's clock they no longer do at `now`. */
export function isUnwanted({ payload: { wantedUntil } }: AttemptEvent, now: number | undefined): boolean {
  return wantedUntil !== undefined && now !== undefined && now > wantedUntil;
}

/** Enough for all requests in progress at one time. */
const REMEMBERED_WISHES = 20;

export function rememberWish(change: Changed, wishId: string | undefined): Changed {
  if (wishId === undefined) return change;
  const { state } = change;
  const answered = [...(state.answeredWishes ?? []), { id: wishId, status: state.status }].slice(-REMEMBERED_WISHES);
  return { ...change, state: { ...state, answeredWishes: answered } };
}

/** The earlier answer to a request that already took effect; null for a new one, and for one that was refused. */
export function findEarlierAnswer(
  { answeredWishes = [] }: AttemptState,
  wishId: string | undefined,
): Pick<AttemptAnswer, 'status' | 'changed'> | null {
  const answered = wishId === undefined ? undefined : answeredWishes.find(({ id }) => id === wishId);
  return answered ? { status: answered.status, changed: true } : null;
}
