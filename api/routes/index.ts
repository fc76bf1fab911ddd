import type { FastifyInstance } from 'fastify';
import { contentNegotiation } from '../plugins/content-negotiation.ts';
import { collectMethods } from '../plugins/other-methods.ts';
import type { AppDeps } from '../app-deps.ts';
import { OWN_PREFIX, PREFIX } from '../wire/addresses.ts';
import type { App } from './app-instance.ts';
import { acknowledge } from './learner/acknowledge.ts';
import { activeAttempt } from './learner/active-attempt.ts';
import { activeExams } from './learner/active-exams.ts';
import { changeAttempt } from './learner/change-attempt.ts';
import { createAttempt } from './learner/create-attempt.ts';
import { currentTimer } from './learner/current-timer.ts';
import { examSettings } from './learner/exam-settings.ts';
import { examView } from './learner/exam-view.ts';
import { mfeExamRoute } from './learner/mfe-exam.ts';
import { onboardingStatus } from './learner/onboarding-status.ts';
import { pollAttempt } from './learner/poll-attempt.ts';
import { readExams } from './learner/read-exams.ts';
import { registerExamsRoute } from './lms/register-exams.ts';
import { retireUsers } from './lms/retire-users.ts';
import { writeExams } from './lms/write-exams.ts';
import { accessToken } from './public/access-token.ts';
import { browserWorker } from './public/browser-worker.ts';
import { csrfToken } from './public/csrf-token.ts';
import { health } from './public/health.ts';
import { launchCallback } from './public/launch-callback.ts';
import { allowances } from './staff/allowances.ts';
import { bulkAllowances } from './staff/bulk-allowance.ts';
import { dashboard } from './staff/dashboard.ts';
import { deleteAttempts } from './staff/delete-attempts.ts';
import { groupedAttempts } from './staff/grouped-attempts.ts';
import { listAllowances } from './staff/list-allowances.ts';
import { onboardingListRoute } from './staff/onboarding-list.ts';
import { timeline } from './staff/timeline.ts';
import { anonymousReview } from './vendor/anonymous-review.ts';
import { attemptCallbacks } from './vendor/attempt-callbacks.ts';

const WIRE_COMPATIBLE = [
  readExams,
  examSettings,
  currentTimer,
  createAttempt,
  pollAttempt,
  changeAttempt,
  acknowledge,
  mfeExamRoute,
  activeAttempt,
  activeExams,
  writeExams,
  registerExamsRoute,
  deleteAttempts,
  groupedAttempts,
  allowances,
  bulkAllowances,
  listAllowances,
  onboardingStatus,
  onboardingListRoute,
  attemptCallbacks,
  launchCallback,
  anonymousReview,
  dashboard,
  retireUsers,
] as const;

/** Routes that the original does not have. */
const OWN = [timeline, examView] as const;

const AT_THE_ROOT = [csrfToken, accessToken, health, browserWorker] as const;

/** All routes, each under its address; methods a route lacks are answered too. */
export async function routes(app: FastifyInstance, { deps }: { deps: AppDeps }): Promise<void> {
  const mount = (list: readonly ((target: App, deps: AppDeps) => void)[]) => async (target: App) => {
    const answerOtherMethods = collectMethods(target);
    for (const add of list) add(target, deps);
    answerOtherMethods();
  };
  await app.register(
    async (wire) => {
      await wire.register(contentNegotiation);
      await wire.register(mount(WIRE_COMPATIBLE));
    },
    { prefix: PREFIX },
  );
  await app.register(mount(OWN), { prefix: OWN_PREFIX });
  await app.register(mount(AT_THE_ROOT));
}
