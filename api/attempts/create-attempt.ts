import { findLatestAttempt, findLiveAttemptByCode, type Attempt } from '../../db/attempts.ts';
import { findExam, type Exam } from '../../db/exams.ts';
import { attemptCodeFrom } from '../../workflows/exam-attempt/attempt-code.ts';
import { newAttemptCode } from '../../workflows/exam-attempt/client.ts';
import { planCreation } from '../../rules/attempt/creation.ts';
import { isPreStart } from '../../rules/attempt/statuses.ts';
import { mayBeReset } from '../../rules/attempt/transition-table.ts';
import { ApiError } from '../errors/api-error.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/caller.ts';
import { asSeenAt } from './as-seen-at.ts';
import { findCourseEnd } from '../../lms/learner-clock.ts';
import { asLatest, readClockFacts } from './clock-facts.ts';
import { examFactsOf, vendorOf } from '../../vendors/exam-facts.ts';

interface Wish {
  examId: number;
  takingAsProctored: boolean;
  startClock: boolean;
}

async function creationFacts(deps: AppDeps, caller: Caller, exam: Exam) {
  const learner = { id: caller.userId, username: caller.username };
  const [clock, latest, credit] = await Promise.all([
    readClockFacts(deps, caller.userId, exam.id),
    findLatestAttempt(deps.pool, caller.userId, exam.id),
    exam.isProctored ? deps.lookups.creditState(learner, exam.courseId) : null,
  ]);
  const now = deps.clock();
  const facts = examFactsOf(deps.vendors, exam);
  return {
    exam: facts,
    clock,
    courseEndAt: await findCourseEnd(deps.lookups, facts, clock),
    latest: asLatest(latest && asSeenAt(latest, now, deps.config.flags)),
    // If the LMS is out of reach, nobody is refused.
    mayTakeProctored: credit?.mayTakeProctoredExams ?? true,
  };
}

/** What a message created the first time, and a code for its attempt by which it can be found again. */
async function byMessage({ pool }: Pick<AppDeps, 'pool'>, messageId: string | null) {
  if (messageId === null) return { made: null, attemptCode: newAttemptCode() };
  const attemptCode = attemptCodeFrom(messageId);
  return { made: await findLiveAttemptByCode(pool, attemptCode), attemptCode };
}

/** What was requested along with the attempt, and may have been refused when the attempt was first created. */
async function finishCreation(deps: AppDeps, { userId }: Caller, wish: Wish, made: Attempt): Promise<number> {
  if (!isPreStart(made.status)) return made.id;
  const payload = { actor: { kind: 'learner', userId }, wishId: `${made.attemptCode}/creation` } as const;
  if (made.exam.isProctored && !wish.takingAsProctored) {
    await deps.attempts.tell(made.attemptCode, 'decline', payload);
  } else if (wish.startClock) {
    await deps.attempts.tell(made.attemptCode, 'start', payload);
  }
  return made.id;
}

/**
 * Refuses early what the workflow would refuse too, in the order of rest-api §6.2, and then lets it decide. With a
 * `messageId`, a repeated message gets the attempt that it created.
 */
export async function createAttemptFor(
  deps: AppDeps,
  caller: Caller,
  wish: Wish,
  messageId: string | null,
): Promise<number> {
  const { made, attemptCode } = await byMessage(deps, messageId);
  if (made) return await finishCreation(deps, caller, wish, made);
  const exam = await findExam(deps.pool, wish.examId);
  if (!exam) throw new ApiError('exam_not_found');
  if (wish.takingAsProctored && !exam.isProctored) throw new ApiError('exam_not_proctored');
  if (wish.takingAsProctored && !vendorOf(deps.vendors, exam)) throw new ApiError('backend_unknown');
  const facts = await creationFacts(deps, caller, exam);
  const { takingAsProctored } = wish;
  const planned = planCreation(facts, { takingAsProctored, resetting: false }, deps.clock());
  if ('refusal' in planned) throw new ApiError(planned.refusal);
  const decline = exam.isProctored && !takingAsProctored;
  const request = {
    examId: exam.id,
    userId: caller.userId,
    takingAsProctored,
    startClock: wish.startClock && !decline,
    decline,
    actor: { kind: 'learner', userId: caller.userId },
  } as const;
  return (await deps.attempts.create(attemptCode, request)).attemptId;
}

/**
 * Replaces the learner's latest attempt on a practice exam by a new one (rest-api §6.4). Everything is checked before
 * the old attempt is touched, so that nothing is lost if the new one cannot be created
 * (differences §1.8).
 */
export async function resetAttemptFor(
  deps: AppDeps,
  caller: Caller,
  examId: number,
  messageId: string | null,
): Promise<number> {
  const { made, attemptCode } = await byMessage(deps, messageId);
  if (made) return made.id;
  const exam = await findExam(deps.pool, examId);
  if (!exam) throw new ApiError('exam_not_found');
  const facts = await creationFacts(deps, caller, exam);
  const { latest } = facts;
  if (latest === null) throw new ApiError('attempt_not_found');
  if (!exam.isPracticeExam || !latest.isSampleAttempt) throw new ApiError('exam_not_practice');
  if (!mayBeReset(latest.status)) throw new ApiError('reset_not_allowed');
  const takingAsProctored = latest.takingAsProctored && exam.isProctored;
  const planned = planCreation(facts, { takingAsProctored, resetting: true }, deps.clock());
  if ('refusal' in planned) throw new ApiError(planned.refusal);
  const request = {
    examId: exam.id,
    userId: caller.userId,
    takingAsProctored,
    startClock: false,
    decline: false,
    resetOf: latest.attemptCode,
    actor: { kind: 'learner', userId: caller.userId },
  } as const;
  return (await deps.attempts.create(attemptCode, request)).attemptId;
}
