import type { FastifyInstance } from 'fastify';
import { contentNegotiation } from '../plugins/content-negotiation.ts';
import { collectMethods } from '../plugins/other-methods.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Scope } from '../permissions/scopes.ts';
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

/** Routes of one audience under one prefix. A route whose scope is not among these is not registered. */
interface Group {
  tag: 'learner' | 'staff' | 'vendor' | 'lms' | 'public';
  scopes: readonly Scope[];
  routes: readonly ((target: App, deps: AppDeps) => void)[];
}

/** What edx-proctoring has too, in its wire format. */
const WIRE_COMPATIBLE: readonly Group[] = [
  {
    tag: 'learner',
    scopes: ['signedIn', 'ownAttempt', 'ownAttemptOrStaffToResume', 'selfOrGlobalStaff', 'selfOrCourseStaff'],
    routes: [
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
      onboardingStatus,
    ],
  },
  { tag: 'lms', scopes: ['globalStaff', 'retirementService'], routes: [writeExams, registerExamsRoute, retireUsers] },
  {
    tag: 'staff',
    scopes: ['courseStaff', 'staffOfAttempt', 'staffOfExam', 'staffOfExams'],
    routes: [
      deleteAttempts,
      groupedAttempts,
      allowances,
      bulkAllowances,
      listAllowances,
      onboardingListRoute,
      dashboard,
    ],
  },
  {
    tag: 'vendor',
    scopes: ['reviewer', 'reviewerOrLearner', 'recordLocator'],
    routes: [attemptCallbacks, anonymousReview],
  },
  { tag: 'public', scopes: ['attemptCode'], routes: [launchCallback] },
];

/** What the original does not have. */
const OWN: readonly Group[] = [
  { tag: 'staff', scopes: ['staffOfAttempt', 'ownAttemptOrCourseStaff'], routes: [timeline] },
  { tag: 'learner', scopes: ['signedIn', 'ownAttempt'], routes: [examView] },
];

const AT_THE_ROOT: readonly Group[] = [
  { tag: 'public', scopes: ['anyone', 'clientSecret'], routes: [csrfToken, accessToken, health, browserWorker] },
];

/** Adds the routes of a group, each only if its scope is one of the group's. */
function mountGroup({ tag, scopes, routes: list }: Group, deps: AppDeps) {
  return async (target: App) => {
    target.addHook('onRoute', ({ url, config, schema }) => {
      const scope = config?.scope;
      if (scope && !scopes.includes(scope)) throw new Error(`${url} is for ${scope}, which its group is not for.`);
      if (schema) schema.tags = [tag];
    });
    for (const add of list) add(target, deps);
  };
}

/** All routes, each under its address; methods a route lacks are answered too. */
export async function routes(app: FastifyInstance, { deps }: { deps: AppDeps }): Promise<void> {
  const mount = (groups: readonly Group[]) => async (target: App) => {
    const answerOtherMethods = collectMethods(target);
    for (const group of groups) await target.register(mountGroup(group, deps));
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
