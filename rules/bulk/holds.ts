import type { Act, ActWish } from '../attempt/acts.ts';
import { eventOf } from '../attempt/acts.ts';
import type { ReasonCategory, SentEvent, StaffRole } from '../attempt/events.ts';
import type { AttemptState } from '../attempt/state.ts';

/** Acts that can be done to a sitting: everybody who takes an exam on a day, those too who begin later. */
export const SITTING_ACTS = ['pause', 'unpause', 'extra-time'] as const satisfies readonly Act[];

/** What was done to a sitting and holds for those who begin later; instants in epoch milliseconds. */
export interface Hold {
  /** Id of the bulk act. */
  bulkId: string;
  wish: ActWish;
  category: ReasonCategory;
  userId: number;
  role: StaffRole;
  from: number;
  until: number;
}

/** A follow-up attempt goes on with time that was kept, in which earlier extra time is counted already. */
const goesOn = ({ timeRemainingSeconds }: AttemptState) => timeRemainingSeconds !== null;

/** What happens to an attempt at once because its clock, which `before` had not begun, starts at `now`. */
export function eventsOnStart(before: AttemptState, holds: readonly Hold[], now: number): SentEvent[] {
  return holds
    .filter(({ from, until, wish }) => from <= now && now < until && !(wish.act === 'extra-time' && goesOn(before)))
    .map(({ wish, role, userId, category, bulkId }) => {
      const { name, payload } = eventOf(wish, role, 'started');
      return { name, payload: { ...payload, actor: { kind: 'staff', userId, role }, category, bulkId } } as SentEvent;
    });
}

/** Offsets of zones are whole quarters of an hour. */
const QUARTER_MS = 15 * 60_000;

/** An exam of the evening may go on after midnight. */
const SHORTEST_SITTING_MS = 12 * 60 * 60_000;

/** The end of a sitting that goes on at `now`: of the day in a time zone, but no sooner than in twelve hours. Epoch milliseconds. */
export function endOfSitting(now: number, timeZone: string): number {
  return Math.max(endOfDay(now, timeZone), now + SHORTEST_SITTING_MS);
}

/** The end of the day that it is at `now` in a time zone, epoch milliseconds. */
export function endOfDay(now: number, timeZone: string): number {
  const day = new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short' });
  const today = day.format(now);
  let at = Math.ceil(now / QUARTER_MS) * QUARTER_MS;
  while (day.format(at) === today) at += QUARTER_MS;
  return at;
}
