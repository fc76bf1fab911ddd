import type { FastifyInstance } from 'fastify';
import { contentNegotiation } from '../plugins/content-negotiation.ts';
import { collectMethods } from '../plugins/other-methods.ts';
import type { AppDeps } from '../app-deps.ts';
import { EXAMS_STATUSES } from '../errors/status.ts';
import type { Scope } from '../permissions/scopes.ts';
// Described here until their routes are served.
import '../schemas/console/index.ts';
import { EXAMS_PREFIX, INSTRUCTOR_PREFIX, OWN_PREFIX, PREFIX } from '../wire/addresses.ts';
import type { App } from './app-instance.ts';
import { acts } from './console/acts.ts';
import { allowanceFiles } from './console/allowance-files.ts';
import { courseAllowances } from './console/allowances.ts';
import { attemptActs } from './console/attempt-acts.ts';
import { attemptReviews } from './console/attempt-reviews.ts';
import { boardEvents } from './console/board-events.ts';
import { bulkAct } from './console/bulk-act.ts';
import { bulkActs } from './console/bulk-acts.ts';
import { courseAttempts } from './console/course-attempts.ts';
import { effects } from './console/effects.ts';
import { examBoard } from './console/exam-board.ts';
import { me } from './console/me.ts';
import { notes } from './console/notes.ts';
import { onboarding } from './console/onboarding.ts';
import { recording } from './console/recording.ts';
import { reviews } from './console/reviews.ts';
import { oidc } from './console/oidc.ts';
import { session } from './console/session.ts';
import { settings } from './console/settings.ts';
import { backends } from './console/backends.ts';
import { today } from './console/today.ts';
import { undo } from './console/undo.ts';
import { courseViews } from './console/course-views.ts';
import { views } from './console/views.ts';
import { examAccessToken } from './exams/access-token.ts';
import { changeExamAttempt } from './exams/change-attempt.ts';
import { examAttempts } from './exams/course-attempts.ts';
import { courseConfigurations } from './exams/course-configuration.ts';
import { courseExams } from './exams/course-exams.ts';
import { createExamAttempt } from './exams/create-attempt.ts';
import { examWithAttempt } from './exams/exam-with-attempt.ts';
import { extraTimes } from './exams/extra-time.ts';
import { examsHealth } from './exams/health.ts';
import { latestExamAttempt } from './exams/latest-attempt.ts';
import { examOnboarding } from './exams/onboarding.ts';
import { examProviderSettings } from './exams/provider-settings.ts';
import { providers } from './exams/providers.ts';
import { instructorAllowanceList, instructorAllowanceRemovals } from './instructor/allowances.ts';
import { instructorAttemptList, instructorReset } from './instructor/attempts.ts';
import { instructorExamList } from './instructor/exams.ts';
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
import { testEvent } from './lms/test-event.ts';
import { retireUsers } from './lms/retire-users.ts';
import { writeExams } from './lms/write-exams.ts';
import { browserLock } from './lti/browser-lock.ts';
import { assessmentControl } from './lti/control.ts';
import { endAssessment } from './lti/end-assessment.ts';
import { instructorTool } from './lti/instructor-tool.ts';
import { ltiKeys } from './lti/keys.ts';
import { launch } from './lti/launch.ts';
import { startAssessment } from './lti/start-assessment.ts';
import { startProctoring } from './lti/start-proctoring.ts';
import { ltiToken } from './lti/token.ts';
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

/** The same exams and attempts in the wire format of edx-exams. */
const EXAMS_DIALECT: readonly Group[] = [
  {
    tag: 'learner',
    scopes: ['signedIn', 'ownAttemptOrCourseStaff', 'staffOfAttempt'],
    routes: [
      createExamAttempt,
      changeExamAttempt,
      latestExamAttempt,
      examWithAttempt,
      examAccessToken,
      examProviderSettings,
      examOnboarding,
    ],
  },
  {
    tag: 'staff',
    scopes: ['signedIn', 'courseStaff'],
    routes: [courseConfigurations, providers, courseExams, extraTimes, examAttempts],
  },
];

/** The same once more, as the new instructor dashboard asks the LMS for it. */
const INSTRUCTOR: readonly Group[] = [
  {
    tag: 'staff',
    scopes: ['courseStaff'],
    routes: [
      instructorExamList,
      instructorAttemptList,
      instructorReset,
      instructorAllowanceList,
      instructorAllowanceRemovals,
    ],
  },
];

/** What the original does not have. */
const OWN: readonly Group[] = [
  { tag: 'staff', scopes: ['staffOfAttempt', 'ownAttemptOrCourseTeam'], routes: [timeline] },
  {
    tag: 'staff',
    scopes: ['signedIn', 'courseTeam', 'courseReviewers', 'courseStaff', 'reviewersOfAttempt'],
    routes: [
      me,
      courseViews,
      views,
      today,
      examBoard,
      boardEvents,
      attemptReviews,
      recording,
      reviews,
      onboarding,
      settings,
      courseAttempts,
      acts,
    ],
  },
  { tag: 'staff', scopes: ['operatorsOrCourseStaff'], routes: [effects, backends] },
  { tag: 'staff', scopes: ['courseStaff'], routes: [courseAllowances, allowanceFiles] },
  {
    tag: 'staff',
    scopes: ['staffOfAttempt', 'courseTeamOfAttempt', 'invigilatorsOfAttempt', 'reviewersOfAttempt'],
    routes: [attemptActs, undo, notes],
  },
  {
    tag: 'staff',
    scopes: ['courseTeam', 'courseTeamOfBulk'],
    routes: [bulkActs, bulkAct],
  },
  { tag: 'public', scopes: ['anyone'], routes: [session, oidc] },
  { tag: 'lms', scopes: ['globalStaff'], routes: [testEvent] },
  { tag: 'learner', scopes: ['signedIn', 'ownAttempt'], routes: [examView] },
];

const AT_THE_ROOT: readonly Group[] = [
  {
    tag: 'public',
    scopes: ['anyone', 'clientSecret'],
    routes: [csrfToken, accessToken, health, examsHealth, browserWorker],
  },
];

/** LTI 1.3, with this service as the platform; its addresses are those of edx-exams. */
const LTI: readonly Group[] = [
  { tag: 'learner', scopes: ['ownAttempt'], routes: [startProctoring, endAssessment] },
  { tag: 'staff', scopes: ['staffOfExam'], routes: [instructorTool] },
  {
    tag: 'vendor',
    scopes: ['anyone', 'launchHint', 'toolSignature', 'toolToken'],
    routes: [ltiKeys, ltiToken, launch, startAssessment, assessmentControl, browserLock],
  },
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
  const inExamsDialect = (groups: readonly Group[]) => async (exams: FastifyInstance) => {
    exams.addHook('onRoute', (route) => {
      route.config = { ...route.config, statuses: { ...EXAMS_STATUSES, ...route.config?.statuses } };
    });
    await exams.register(mount(groups));
  };
  await app.register(inExamsDialect(EXAMS_DIALECT), { prefix: EXAMS_PREFIX });
  await app.register(inExamsDialect(LTI));
  await app.register(inExamsDialect(INSTRUCTOR), { prefix: INSTRUCTOR_PREFIX });
  await app.register(mount(OWN), { prefix: OWN_PREFIX });
  await app.register(mount(AT_THE_ROOT));
}
