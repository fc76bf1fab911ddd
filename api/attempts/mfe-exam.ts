import type { Attempt } from '../../db/attempts.ts';
import type { Exam } from '../../db/exams.ts';
import { hasTimeLeft } from '../../rules/views/view-facts.ts';
import { isOnboardingError } from '../../rules/attempt/statuses.ts';
import { onboardingLink } from '../onboarding/exam-choice.ts';
import type { AppDeps } from '../app-deps.ts';
import type { LearnerRef } from '../../lms/port.ts';
import type { MfeExam } from '../schemas/mfe.ts';
import { wireExam } from '../wire/exam.ts';
import { humanisedMinutes } from '../wire/phrases.ts';
import { asSeenAt } from './as-seen-at.ts';
import { isPastDueFor, minutesIfStartedNow, readClockFacts } from './clock-facts.ts';
import { declineAutomatically } from './decline-automatically.ts';
import { examTypeOf } from '../../vendors/exam-facts.ts';
import { prerequisiteStatus, type PrerequisiteStatus } from './prerequisites.ts';
import { timerOf, type Timer } from './timer.ts';

interface View {
  learner: LearnerRef;
  exam: Exam;
  active: { attempt: Attempt; timer: Timer } | null;
  mfe: boolean;
}

async function prerequisites(deps: AppDeps, view: View): Promise<PrerequisiteStatus | null> {
  const { learner, exam } = view;
  if (!exam.isProctored || exam.isPracticeExam) return null;
  const credit = await deps.lookups.creditState(learner, exam.courseId);
  if (!credit) return null;
  const status = prerequisiteStatus(credit.requirements, exam);
  if (status.declined_prerequisites.length > 0) await declineAutomatically(deps, learner, exam.id);
  return status;
}

/** The exam as the learning front end shows it to a learner. */
export async function mfeExam(deps: AppDeps, view: View): Promise<MfeExam> {
  const { learner, exam, active } = view;
  const now = deps.clock();
  const [stored, clock] = await Promise.all([
    deps.reads.latestAttempt({ userId: learner.id, examId: exam.id }),
    readClockFacts(deps, learner.id, exam.id),
  ]);
  const attempt = stored && asSeenAt(stored, now, deps.config.flags);
  const shown = attempt?.exam ?? exam;
  const common = {
    ...wireExam(shown),
    type: examTypeOf(deps.vendors, shown),
    // The front end shows an exam past its due date as expired.
    passed_due_date: (await isPastDueFor(deps, shown, clock, now)) && !(attempt && hasTimeLeft(attempt, now)),
    use_legacy_attempt_api: true as const,
  };
  if (!attempt) {
    const status = await prerequisites(deps, view);
    return {
      ...common,
      attempt: {},
      total_time: humanisedMinutes(minutesIfStartedNow(clock, null, now)),
      ...(status && { prerequisite_status: status }),
    };
  }
  const isActive = active?.attempt.id === attempt.id;
  const timer = isActive ? active.timer : await timerOf(deps, attempt, { mfe: view.mfe });
  const blocked = attempt.exam.isProctored && !isActive && isOnboardingError(attempt.status);
  return { ...common, attempt: timer, ...(blocked && { onboarding_link: await onboardingLink(deps, view) }) };
}
