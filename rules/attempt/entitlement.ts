import type { ClockFacts } from './facts.ts';
import { LONGEST_MINUTES } from './minutes.ts';
import type { Entitlement } from './state.ts';

const MINUTE = 60;

export interface AllowedTime {
  seconds: number;
  /** Whole minutes for the wire. */
  minutes: number;
}

/** Never past the due date, to the millisecond. */
function cutAtDue(seconds: number, dueAt: number | null, startAt: number): number {
  return Math.min(seconds, dueAt === null ? Infinity : Math.max(0, (dueAt - startAt) / 1000));
}

/** Values stored before there were bounds must not make an exam impossible to start. */
const limitMinutes = (minutes: number) => Math.min(minutes, LONGEST_MINUTES);

const isOver = (expiresAt: number | null | undefined, at: number) => at >= (expiresAt ?? Infinity);

/**
 * What a learner whose clock starts at `now` is entitled to: the limit plus the extra time, or the remaining time carried over
 * plus the extra time granted since (attempt-lifecycle §5.1). Null carries nothing over; 0 carries 0 seconds over.
 */
export function entitlementOf(facts: ClockFacts, carried: Entitlement | null, now: number): Entitlement {
  const { timeLimitMins } = facts;
  const additionalMins = isOver(facts.expiresAt, now) ? 0 : facts.additionalMins;
  if (carried !== null) return grow(carried, additionalMins);
  return {
    seconds: Math.max(0, (limitMinutes(timeLimitMins) + limitMinutes(additionalMins)) * MINUTE),
    additionalMins,
  };
}

/** An entitlement with `additionalMins` of extra time in all: adds what exceeds the minutes it already includes. */
export function grow({ seconds, additionalMins: known }: Entitlement, additionalMins: number): Entitlement {
  const increase = Math.max(0, limitMinutes(additionalMins) - known);
  return { seconds: seconds + increase * MINUTE, additionalMins: known + increase };
}

/** With minutes given for incidents, which the due date does not cut. */
function withIncidents(seconds: number, incidentMins: number): AllowedTime {
  const allowed = seconds + incidentMins * MINUTE;
  return { seconds: allowed, minutes: Math.floor(allowed / MINUTE) };
}

/**
 * How long the clock runs if it starts at `now`: the learner's entitlement, cut at the due date, and `incidentMins` given
 * for incidents before the start.
 */
export function computeAllowedTime(
  facts: ClockFacts,
  carried: Entitlement | null,
  now: number,
  incidentMins = 0,
): AllowedTime {
  return withIncidents(cutAtDue(entitlementOf(facts, carried, now).seconds, facts.dueAt, now), incidentMins);
}

/** The extra minutes that a learner had at `at`. A grant counts from when it was accepted, not when it arrived. */
export function findExtraMinutes({ grants, additionalMins }: ClockFacts, at: number): number {
  if (!grants) return additionalMins;
  return Math.max(
    0,
    ...grants.filter((grant) => grant.at <= at && !isOver(grant.expiresAt, at)).map((grant) => grant.additionalMins),
  );
}

/** The due date as it stood at `at`, unaffected by later moves; the present one if that is unknown. */
export function findDueAt({ dueDates = [], dueAt }: ClockFacts, at: number): number | null {
  const known = dueDates.findLast((each) => each.at <= at);
  return known ? known.dueAt : dueAt;
}

/**
 * How long a clock that started runs with `additionalMins` of extra time in all and the due date as it is now: a later
 * one gives back what an earlier one had cut.
 */
export function extendTime(
  clock: { entitlement: Entitlement; startedAt: number; incidentMins?: number },
  { dueAt }: Pick<ClockFacts, 'dueAt'>,
  additionalMins: number,
): AllowedTime {
  const { entitlement, startedAt, incidentMins = 0 } = clock;
  return withIncidents(cutAtDue(grow(entitlement, additionalMins).seconds, dueAt, startedAt), incidentMins);
}
