import { isPastDue } from '../../../rules/attempt/clock.ts';
import { computeAllowedTime, entitlementOf } from '../../../rules/attempt/entitlement.ts';
import { LONGEST_MINUTES, minutesOfFactor, readExtraMinutes } from '../../../rules/attempt/minutes.ts';
import type { GrantableExam } from '../../api/shapes.ts';

/** What is written in the form so far. */
export interface WrittenTime {
  kind: string;
  value: string;
}

/** What the due date of an exam does to a clock with extra time; instants in epoch milliseconds. */
export type DueEffect = {
  exam: string;
  due: number;
} & (
  | { what: 'closed' }
  /** Nothing yet: whoever begins by `latest` has all of the time. */
  | { what: 'ahead'; latest: number }
  /** The time would be over at `end`, and is cut at the due date. */
  | { what: 'begins' | 'runs'; end: number }
);

/** The extra minutes that the form grants on an exam; null if it grants no time, or that is not readable yet. */
export function writtenMinutes({ kind, value }: WrittenTime, limitMinutes: number): number | null {
  if (kind === 'minutes') return readExtraMinutes(value.trim());
  const factor = Number(value);
  return kind === 'multiplier' && factor >= 1 ? Math.min(minutesOfFactor(limitMinutes, factor), LONGEST_MINUTES) : null;
}

/** What the due date does to a clock that has not started; null if it has none, or no time is granted. */
export function dueEffectOnStart(exam: GrantableExam, written: WrittenTime, now: number): DueEffect | null {
  const { name, due_at: dueText, time_limit_minutes: timeLimitMins } = exam;
  const additionalMins = writtenMinutes(written, timeLimitMins);
  if (dueText === null || !additionalMins) return null;
  const due = Date.parse(dueText);
  const facts = { timeLimitMins, additionalMins, dueAt: due };
  if (isPastDue(due, now)) return { what: 'closed', exam: name, due };
  const { seconds } = entitlementOf(facts, null, now);
  if (computeAllowedTime(facts, null, now).seconds < seconds) {
    return { what: 'begins', exam: name, due, end: now + seconds * 1000 };
  }
  return { what: 'ahead', exam: name, due, latest: due - seconds * 1000 };
}

/** What the due date does to a clock that runs until `endsAt` and gets so many more minutes; null if nothing. */
export function dueEffectOnClock(exam: GrantableExam, endsAt: number, moreMinutes: number): DueEffect | null {
  const { name, due_at: dueText } = exam;
  if (dueText === null || moreMinutes <= 0) return null;
  const due = Date.parse(dueText);
  const end = endsAt + moreMinutes * 60_000;
  return end > due ? { what: 'runs', exam: name, due, end } : null;
}
