import { EXAMS } from '../plan/types.ts';
import type { AttemptRead, Evidence, StepRead, Violation, WishRecord } from './evidence.ts';
import { isAccepted, isRemoved, RUNNING, spanOf } from './wishes-and-steps.ts';

const MINUTE_MS = 60_000;

/** The clock of an exam as it must be by what was granted; instants in epoch milliseconds. */
interface Clock {
  end: number | null;
  pausedAt: number | null;
  isRunning: boolean;
  /** Minutes of the allowance that the end includes. */
  granted: number;
}

const BEFORE: Clock = { end: null, pausedAt: null, isRunning: false, granted: 0 };

interface Subject {
  attempt: AttemptRead;
  evidence: Evidence;
  /** What the learner's allowance may have been at an instant, in minutes: while one is asked for, it or the one before. */
  allowancesAt: (at: number) => number[];
}

function allowancesOf({ attempt, evidence }: Omit<Subject, 'allowancesAt'>): Subject['allowancesAt'] {
  const given = evidence.wishes.flatMap((record) =>
    record.wish.what === 'allowance' && record.userId === attempt.userId && isAccepted(record)
      ? [{ minutes: record.wish.minutes, ...spanOf(record) }]
      : [],
  );
  return (at) => {
    const before = given.findLast(({ to }) => to < at)?.minutes ?? 0;
    return [before, ...given.filter(({ from, to }) => from <= at && at <= to).map(({ minutes }) => minutes)];
  };
}

const wishOf = ({ requestId }: StepRead, { wishes }: Evidence): WishRecord | undefined =>
  wishes.find(({ id }) => requestId?.startsWith(`${id}.`) === true);

/** What the learner had left of the attempt that this one goes on with, in milliseconds; null if it goes on with none. */
function carriedMs({ id, userId, exam }: AttemptRead, { attempts }: Evidence): number | null {
  const earlier = attempts.findLast((other) => other.userId === userId && other.exam === exam && other.id < id);
  const error = earlier?.status === 'resumed' ? earlier.steps.findLast(({ event }) => event === 'error') : undefined;
  // What was lost before the clock had begun carries nothing over.
  return error?.secondsLeft == null ? null : Math.floor(error.secondsLeft) * 1_000;
}

function begin({ attempt, evidence }: Subject, at: number, granted: number): Clock {
  const whole = carriedMs(attempt, evidence) ?? (EXAMS[attempt.exam].minutes + granted) * MINUTE_MS;
  const end = attempt.exam === 'due' ? Math.min(at + whole, evidence.dueAt) : at + whole;
  return { ...BEFORE, end, granted };
}

/** Minutes for an incident, as they were asked for, for one attempt or for many. */
function incidentMinutes(step: StepRead, evidence: Evidence): number {
  const { wish } =
    evidence.wishes.find(({ bulkId }) => bulkId !== null && bulkId === step.bulkId) ?? wishOf(step, evidence) ?? {};
  return wish && 'minutes' in wish ? wish.minutes : Number.NaN;
}

function later(clock: Clock, ms: number): Clock {
  return { ...clock, end: clock.end === null ? null : clock.end + ms };
}

/** What an undone change had stopped has not cost the learner anything. */
function restore(before: Clock, after: Clock, undone: StepRead, at: number): Clock {
  const wasStopped = before.isRunning && before.pausedAt === null && !after.isRunning;
  return wasStopped ? later(before, at - undone.at) : before;
}

/** What the clock may be after a step: more than one only while an allowance is asked for. */
function stepClock(clock: Clock, step: StepRead, subject: Subject): Clock[] {
  const { event, at } = step;
  switch (event) {
    case 'start':
      return clock.end === null ? subject.allowancesAt(at).map((granted) => begin(subject, at, granted)) : [clock];
    case 'incident-time':
      return [later(clock, incidentMinutes(step, subject.evidence) * MINUTE_MS)];
    case 'extra-time':
      return subject
        .allowancesAt(at)
        .map((granted) => ({ ...later(clock, Math.max(0, granted - clock.granted) * MINUTE_MS), granted }));
    case 'correct-end':
      return [{ ...clock, end: wishOf(step, subject.evidence)?.endsAt ?? Number.NaN }];
    case 'pause':
      return [{ ...clock, pausedAt: at }];
    case 'unpause':
      return [{ ...later(clock, at - (clock.pausedAt ?? at)), pausedAt: null }];
    default:
      return [clock];
  }
}

const isStopped = ({ to }: StepRead) => !RUNNING.includes(to);

/** Where the clock of an attempt may end by what was asked for and accepted; null before its start. */
function expectedClocks(attempt: AttemptRead, evidence: Evidence): Clock[] {
  const subject: Subject = { attempt, evidence, allowancesAt: allowancesOf({ attempt, evidence }) };
  let courses: Clock[][] = [[BEFORE]];
  for (const [index, step] of attempt.steps.entries()) {
    // Only the latest change can be undone.
    const undone = step.event === 'undo' ? attempt.steps[index - 1] : undefined;
    courses = courses.flatMap((known) => {
      const clock = known.at(-1) ?? BEFORE;
      const after = undone
        ? [restore(known.at(-2) ?? BEFORE, clock, undone, step.at)]
        : stepClock(clock, step, subject);
      return after.map((each) => [...known, { ...each, isRunning: each.end !== null && !isStopped(step) }]);
    });
  }
  return courses.map((known) => known.at(-1) ?? BEFORE);
}

/** What is wrong with the end of an attempt whose clock was to be so; null if nothing is. */
function faultOf(attempt: AttemptRead, evidence: Evidence, { end, pausedAt }: Clock): string | null {
  if (end === null) return attempt.startedAt === null ? null : 'has a clock that nobody started';
  const { completedAt, endsAt, status, steps } = attempt;
  const ended = steps.findLast((step) => step.from !== step.to && (step.event === 'expire' || step.event === 'submit'));
  const isOff = (is: number | null, must: number) => is === null || Math.abs(is - must) > 1;
  const told = (is: number | null) => (is === null ? 'nothing' : new Date(is).toISOString());
  if (RUNNING.includes(status) && !isRemoved(attempt)) {
    if (pausedAt !== null) return null;
    return isOff(endsAt, end) ? `ends at ${told(endsAt)} instead of ${told(end)}` : null;
  }
  if (ended?.event === 'expire' && completedAt !== null) {
    return isOff(completedAt, end) ? `ended at ${told(completedAt)} instead of ${told(end)}` : null;
  }
  const wish = ended && wishOf(ended, evidence);
  if (!wish || completedAt === null) return null;
  const { from, to } = spanOf(wish);
  if (completedAt > end && pausedAt === null) return `ended at ${told(completedAt)}, after its end at ${told(end)}`;
  const isThen = (completedAt >= from && completedAt <= to) || completedAt === end;
  return isThen ? null : `was handed in at ${told(completedAt)}, and not when that was asked for`;
}

/** Every exam ended, or will end, at its exact end. */
export function checkEnds(evidence: Evidence): Violation[] {
  return evidence.attempts.flatMap((attempt): Violation[] => {
    const faults = expectedClocks(attempt, evidence).map((clock) => faultOf(attempt, evidence, clock));
    const [wrong] = faults;
    if (wrong == null || faults.includes(null)) return [];
    return [{ rule: 'end', what: `attempt ${attempt.id} (${attempt.exam}) ${wrong}` }];
  });
}
