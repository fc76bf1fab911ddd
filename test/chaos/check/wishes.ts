import { EXAMS } from '../plan/types.ts';
import type { AttemptRead, Evidence, Violation, WishRecord } from './evidence.ts';
import {
  isAccepted,
  isPassing,
  nameOf,
  pausesWithin,
  RUNNING,
  spanOf,
  statusesWithin,
  stepsByWish,
  type Found,
} from './wishes-and-steps.ts';

const ACT_EVENTS: Record<string, string> = { 'extra-time': 'incident-time', reset: 'delete' };

/** The event that a wish must have become; null for those that leave no step of their own. */
function eventOf({ wish }: WishRecord): string | null {
  switch (wish.what) {
    case 'create':
    case 'reset_attempt':
      return 'created';
    case 'ready':
      return 'vendor-ready';
    case 'act':
      return ACT_EVENTS[wish.act] ?? wish.act;
    case 'ping':
    case 'allowance':
    case 'bulk':
      return null;
    default:
      return wish.what;
  }
}

const BEFORE_THE_END = [...RUNNING, 'created', 'download_software_clicked', 'ready_to_start'];

/** Whether there was nothing to do for a wish at some time before it was answered. */
function mayBeNothing(record: WishRecord, attempt: AttemptRead, others: readonly WishRecord[]): boolean {
  const { wish } = record;
  const span = spanOf(record);
  const statuses = statusesWithin(attempt, span);
  const name = wish.what === 'act' ? wish.act : wish.what;
  switch (name) {
    case 'stop':
      return statuses.includes('ready_to_submit');
    case 'submit':
      return statuses.some((status) => !BEFORE_THE_END.includes(status));
    case 'error':
      return !EXAMS[attempt.exam].proctored || statuses.some((status) => status !== 'started');
    case 'pause':
      return pausesWithin(attempt, span).includes(true);
    case 'unpause':
      return pausesWithin(attempt, span).includes(false);
    case 'set-status':
      return 'status' in wish && statuses.includes(wish.status);
    case 'ready':
      return statuses.some((status) => !['created', 'download_software_clicked'].includes(status));
    case 'review':
      return others.some((other) => other !== record && other.wish.what === 'review' && isAccepted(other));
    default:
      return false;
  }
}

function countEvents(steps: readonly Found[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { step } of steps) counts.set(step.event, (counts.get(step.event) ?? 0) + 1);
  return counts;
}

function checkAccepted(record: WishRecord, steps: readonly Found[], { attempts, wishes }: Evidence): string[] {
  const event = eventOf(record);
  const about = record.madeId ?? record.attemptId;
  if (event === null || steps.some(({ attempt, step }) => attempt.id === about && step.event === event)) return [];
  const attempt = attempts.find(({ id }) => id === about);
  if (!attempt) return ['was accepted, and nobody knows its attempt'];
  const others = wishes.filter(({ attemptId }) => attemptId === record.attemptId);
  return mayBeNothing(record, attempt, others) ? [] : [`was accepted, and has left no "${event}"`];
}

/** Of acts on many: what was reported as done is on record once, under the id of the act, and nothing else is. */
function checkBulk({ wish, bulkId, doneTo }: WishRecord, { attempts }: Evidence): string[] {
  if (wish.what !== 'bulk' || bulkId === null) return [];
  return attempts.flatMap(({ id, steps }) => {
    const count = steps.filter((step) => step.bulkId === bulkId).length;
    const isDone = doneTo.includes(id);
    if (count > 1) return [`was done ${count} times to attempt ${id}`];
    // A pause of what is paused already is done, and leaves no step.
    if (isDone && count === 0 && wish.act === 'extra-time')
      return [`was reported as done to attempt ${id}, and was not`];
    return !isDone && count > 0 ? [`was done to attempt ${id}, and is not reported`] : [];
  });
}

/** Every accepted wish took effect exactly once, and none that was refused did. */
export function checkWishes(evidence: Evidence): Violation[] {
  const found = stepsByWish(evidence);
  return evidence.wishes.flatMap((record) => {
    const steps = found.get(record.id) ?? [];
    const repeated = [...countEvents(steps)].filter(([name, count]) => count > 1 && name !== 'review');
    const event = eventOf(record);
    const isRefused = record.answer !== null && record.answer.status >= 400;
    const wrong = [
      ...repeated.map(([name, count]) => `took effect ${count} times, as "${name}"`),
      ...(isAccepted(record) ? checkAccepted(record, steps, evidence) : []),
      ...(isRefused && steps.some(({ step }) => step.event === event) ? ['was refused, and took effect'] : []),
      ...checkBulk(record, evidence),
    ];
    return wrong.map((what): Violation => ({ rule: 'wish', what: `${nameOf(record)} ${what}` }));
  });
}

/** Whoever says something again under the same key is told the same; only a 403 is no answer that is kept. */
export function checkAnswers({ wishes }: Evidence): Violation[] {
  return wishes.flatMap((record) => {
    if (record.wish.by === 'vendor') return [];
    const told = record.tries.filter((each) => !isPassing(each) && each.status !== 403);
    const statuses = [...new Set(told.map(({ status }) => status))];
    if (statuses.length < 2) return [];
    return [{ rule: 'answer', what: `${nameOf(record)} was answered ${statuses.join(' and ')}` }];
  });
}
