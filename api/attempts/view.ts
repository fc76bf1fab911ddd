import type { Attempt } from '../../db/attempts.ts';
import type { Exam } from '../../db/exams.ts';
import { isDeclinedByView, viewOf } from '../../rules/views/exam-view.ts';
import { prerequisitesOf, prerequisiteState } from '../../rules/views/prerequisites.ts';
import type { ViewedAttempt, ViewFacts } from '../../rules/views/view-facts.ts';
import type { ViewKey } from '../../rules/views/view-keys.ts';
import { offersOf, type ViewOffers } from '../../rules/views/view-offers.ts';
import { isStatus } from '../../rules/attempt/statuses.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/caller.ts';
import { readClockFacts } from './clock-facts.ts';
import { declineAutomatically } from './decline-automatically.ts';
import { downloadUrl } from './download-url.ts';
import { examTypeOf, vendorOf } from '../../vendors/exam-facts.ts';
import { completeRequirement } from './prerequisites.ts';

export interface ViewRequest {
  caller: Caller;
  exam: Exam;
  /** The learner's latest attempt, gone through `asSeenAt`. */
  attempt: Attempt | null;
  /** Attempt for which the vendor opened the browser; null for an ordinary browser. */
  browserOf: string | null;
}

function viewedAttempt(attempt: Attempt | null): ViewedAttempt | null {
  return attempt && isStatus(attempt.status) ? { ...attempt, status: attempt.status } : null;
}

async function factsFor(deps: AppDeps, { caller, exam: present, attempt, browserOf }: ViewRequest): Promise<ViewFacts> {
  const exam = attempt?.exam ?? present;
  const learner = { id: caller.userId, username: caller.username };
  const [clock, credit, courseEndAt, graceSeconds] = await Promise.all([
    readClockFacts(deps, caller.userId, exam.id),
    deps.lookups.creditState(learner, exam.courseId),
    deps.lookups.courseEnd(exam.courseId),
    deps.lookups.gracePeriod(exam.courseId),
  ]);
  const cookie = browserOf !== null && browserOf === attempt?.attemptCode ? browserOf : null;
  return {
    viewer: { isStudent: true, isActive: caller.isActive, mayTakeProctored: credit?.mayTakeProctoredExams ?? true },
    exam: {
      type: examTypeOf(deps.vendors, exam),
      isProctored: exam.isProctored,
      isActive: exam.isActive,
      hideAfterDue: exam.hideAfterDue,
    },
    attempt: viewedAttempt(attempt),
    dates: { dueAt: clock.dueAt, courseDueAt: exam.dueDate, courseEndAt, graceSeconds },
    prerequisites: prerequisiteState(
      prerequisitesOf((credit?.requirements ?? []).map(completeRequirement), exam.contentId),
    ),
    isBrowserBlocked: vendorOf(deps.vendors, exam)?.blocksExamMaterial(cookie) ?? false,
    isViewablePastDue: deps.config.flags.viewablePastDue,
  };
}

/** The page that a learner sees in place of the exam's content, null for the content itself (attempt-lifecycle §6.2). */
export async function viewFor(
  deps: AppDeps,
  request: ViewRequest,
): Promise<{ view: ViewKey | null; offers: ViewOffers }> {
  const facts = await factsFor(deps, request);
  const now = deps.clock();
  const { caller, exam, attempt } = request;
  if (isDeclinedByView(facts, now)) {
    await declineAutomatically(deps, { id: caller.userId, username: caller.username }, exam.id);
  }
  const view = viewOf(facts, now);
  const vendor = attempt && view === 'proctored_exam/instructions' ? vendorOf(deps.vendors, attempt.exam) : null;
  const link = vendor && attempt ? await downloadUrl(deps, vendor, attempt) : null;
  return { view, offers: offersOf(view, facts, Boolean(link), now) };
}
