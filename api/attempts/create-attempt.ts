import { latestAttempt } from '../../db/attempts.ts';
import { examById, type Exam } from '../../db/exams.ts';
import { planCreation } from '../../workflows/exam-attempt/rules/creation.ts';
import { TRANSITIONS } from '../../workflows/exam-attempt/rules/transition-table.ts';
import { ApiError } from '../errors/api-error.ts';
import type { AppDeps, Caller } from '../ports.ts';
import { asSeenAt } from './as-seen-at.ts';
import { asLatest, loadClockFacts, loadCourseEnd } from './clock-facts.ts';
import { examFactsOf, vendorOf } from './exam-type.ts';

interface Wish {
  examId: number;
  takingAsProctored: boolean;
  startClock: boolean;
}

async function creationFacts(deps: AppDeps, caller: Caller, exam: Exam) {
  const learner = { id: caller.userId, username: caller.username };
  const [clock, latest] = await Promise.all([
    loadClockFacts(deps, learner, exam),
    latestAttempt(deps.pool, caller.userId, exam.id),
  ]);
  const now = deps.clock();
  return {
    exam: examFactsOf(deps.vendors, exam),
    clock,
    courseEndAt: await loadCourseEnd(deps, exam, clock),
    latest: asLatest(latest && asSeenAt(latest, now, deps.config.flags)),
  };
}

/** Refuses early what the workflow would refuse too, in the order of rest-api §6.2, and then lets it decide. */
export async function createAttemptFor(deps: AppDeps, caller: Caller, wish: Wish): Promise<number> {
  const exam = await examById(deps.pool, wish.examId);
  if (!exam) throw new ApiError('exam_not_found');
  if (wish.takingAsProctored && !exam.isProctored) throw new ApiError('exam_not_proctored');
  if (wish.takingAsProctored && !vendorOf(deps.vendors, exam)) throw new ApiError('backend_unknown');
  const facts = await creationFacts(deps, caller, exam);
  const { takingAsProctored } = wish;
  const planned = planCreation(facts, { takingAsProctored, resetting: false }, deps.clock());
  if ('refusal' in planned) throw new ApiError(planned.refusal);
  const decline = exam.isProctored && !takingAsProctored;
  const { attemptId } = await deps.temporal.createAttempt({
    examId: exam.id,
    userId: caller.userId,
    takingAsProctored,
    startClock: wish.startClock && !decline,
    decline,
    actor: { kind: 'learner', userId: caller.userId },
  });
  return attemptId;
}

/**
 * Replaces the learner's latest attempt on a practice exam by a new one (rest-api §6.4). Everything is checked before
 * the old attempt is touched, so that nothing is lost when the new one cannot be (design §6).
 */
export async function resetAttemptFor(deps: AppDeps, caller: Caller, exam: Exam): Promise<number> {
  const facts = await creationFacts(deps, caller, exam);
  const { latest } = facts;
  if (latest === null) throw new ApiError('attempt_not_found');
  if (!exam.isPracticeExam) throw new ApiError('exam_not_practice');
  if ('refuse' in TRANSITIONS.reset[latest.status]) throw new ApiError('reset_not_allowed');
  const { takingAsProctored } = latest;
  const planned = planCreation(facts, { takingAsProctored, resetting: true }, deps.clock());
  if ('refusal' in planned) throw new ApiError(planned.refusal);
  const { attemptId } = await deps.temporal.createAttempt({
    examId: exam.id,
    userId: caller.userId,
    takingAsProctored,
    startClock: false,
    decline: false,
    resetOf: latest.attemptCode,
    actor: { kind: 'learner', userId: caller.userId },
  });
  return attemptId;
}
