import { findLiveAttemptByCode, type Attempt } from '../../db/attempts.ts';
import { findExam, type Exam } from '../../db/exams.ts';
import { attemptCodeFrom } from '../../workflows/exam-attempt/attempt-code.ts';
import { newAttemptCode } from '../../workflows/exam-attempt/client.ts';
import type { CreationRequest } from '../../workflows/exam-attempt/messages.ts';
import { planCreation, type LatestAttempt } from '../../rules/attempt/creation.ts';
import { inResumeProcess } from '../../rules/attempt/state.ts';
import { isPreStart } from '../../rules/attempt/statuses.ts';
import { ApiError } from '../errors/api-error.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/caller.ts';
import { asSeenAt } from './as-seen-at.ts';
import { orEarlierTry } from './earlier-try.ts';
import { findCourseEnd } from '../../lms/learner-clock.ts';
import { asLatest, readClockFacts } from './clock-facts.ts';
import { examFactsOf, vendorOf } from '../../vendors/exam-facts.ts';
import { requireNothingRunning } from './running.ts';

/** What the Temporal UI calls an attempt on the exam. */
const titleOf = (deps: AppDeps, exam: Exam) => ({ name: exam.examName, exam: examFactsOf(deps.vendors, exam) });

interface Wish {
  examId: number;
  /** Null: as the exam is. */
  takingAsProctored: boolean | null;
  startClock: boolean;
  /** As edx-exams has it: one attempt on each exam, practice included, and no clock beside another one. */
  isOneAtATime?: boolean;
}

/** What the rules for creations need to know about the learner and the exam. */
export async function creationFacts(deps: AppDeps, caller: Caller, exam: Exam) {
  const learner = { id: caller.userId, username: caller.username };
  const [clock, latest, credit] = await Promise.all([
    readClockFacts(deps, caller.userId, exam.id),
    deps.reads.latestAttempt({ userId: caller.userId, examId: exam.id }),
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
export async function byMessage({ pool }: Pick<AppDeps, 'pool'>, messageId: string | null) {
  if (messageId === null) return { made: null, attemptCode: newAttemptCode() };
  const attemptCode = attemptCodeFrom(messageId);
  return { made: await findLiveAttemptByCode(pool, attemptCode), attemptCode };
}

/** What was requested along with the attempt, and may have been refused when the attempt was first created. */
async function finishCreation(deps: AppDeps, { userId }: Caller, wish: Wish, made: Attempt): Promise<number> {
  if (!isPreStart(made.status)) return made.id;
  const payload = { actor: { kind: 'learner', userId }, wishId: `${made.attemptCode}/creation` } as const;
  const { isOneAtATime } = wish;
  if (made.exam.isProctored && wish.takingAsProctored === false) {
    await deps.attempts.tell(made.attemptCode, 'decline', payload);
  } else if (wish.startClock) {
    await deps.attempts.tell(made.attemptCode, 'start', { ...payload, ...(isOneAtATime && { isOneAtATime }) });
  }
  return made.id;
}

/** Throws `attempt_already_exists` or `other_exam_running`. */
async function requireOneAtATime(
  deps: AppDeps,
  { userId }: Caller,
  { startClock }: Wish,
  latest: LatestAttempt | null,
): Promise<void> {
  if (latest !== null && !inResumeProcess(latest)) throw new ApiError('attempt_already_exists');
  if (startClock) await requireNothingRunning(deps, userId);
}

/** Refuses what the rules refuse of a creation, and then lets the workflow of the new attempt decide; answers its id. */
export async function orderAttempt(
  deps: AppDeps,
  { caller, exam, facts }: { caller: Caller; exam: Exam; facts: Awaited<ReturnType<typeof creationFacts>> },
  wish: Pick<CreationRequest, 'takingAsProctored' | 'startClock' | 'isOneAtATime' | 'decline' | 'resetOf'>,
  { attemptCode, resetting }: { attemptCode: string; resetting: boolean },
): Promise<number> {
  const { takingAsProctored } = wish;
  const planned = planCreation(facts, { takingAsProctored, resetting }, deps.clock());
  if ('refusal' in planned) throw new ApiError(planned.refusal);
  const request = {
    examId: exam.id,
    userId: caller.userId,
    ...wish,
    actor: { kind: 'learner', userId: caller.userId },
  } as const;
  return (await deps.attempts.create(attemptCode, request, titleOf(deps, exam))).attemptId;
}

/** Refuses early what the workflow would refuse too, in the order of rest-api §6.2, and then lets it decide. */
async function createNew(deps: AppDeps, caller: Caller, wish: Wish, attemptCode: string): Promise<number> {
  const exam = await findExam(deps.pool, wish.examId);
  if (!exam) throw new ApiError('exam_not_found');
  const takingAsProctored = wish.takingAsProctored ?? exam.isProctored;
  if (takingAsProctored && !exam.isProctored) throw new ApiError('exam_not_proctored');
  if (takingAsProctored && !vendorOf(deps.vendors, exam)) throw new ApiError('backend_unknown');
  const facts = await creationFacts(deps, caller, exam);
  if (wish.isOneAtATime) await requireOneAtATime(deps, caller, wish, facts.latest);
  const decline = exam.isProctored && !takingAsProctored;
  const ordered = {
    takingAsProctored,
    startClock: wish.startClock && !decline,
    ...(wish.isOneAtATime && { isOneAtATime: true }),
    decline,
  };
  return await orderAttempt(deps, { caller, exam, facts }, ordered, { attemptCode, resetting: false });
}

/** Creates an attempt; with a `messageId`, a repeated message gets the attempt that it created. */
export async function createAttemptFor(
  deps: AppDeps,
  caller: Caller,
  wish: Wish,
  messageId: string | null,
): Promise<number> {
  const { made, attemptCode } = await byMessage(deps, messageId);
  if (made) return await finishCreation(deps, caller, wish, made);
  return await orEarlierTry(deps, { attemptCode, messageId }, () => createNew(deps, caller, wish, attemptCode));
}
