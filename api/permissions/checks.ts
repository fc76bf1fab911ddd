import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Attempt } from '../../db/attempts.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../errors/api-error.ts';
import { callerOf } from '../plugins/authentication.ts';
import { asJsonText } from '../wire/json-text.ts';
import {
  loadAttempt,
  loadAttemptToChange,
  requireOwner,
  requireOwnerOrStaff,
  requireOwnerOrTeam,
  requireOwnerOrStaffToResume,
  requireInvigilatorOfAttempt,
  requireReviewerOfAttempt,
  requireStaffOfAttempt,
  requireTeamOfAttempt,
} from './attempt.ts';
import { loadBulk } from './bulk.ts';
import { createCodeCheck } from './attempt-code.ts';
import { createClientCheck } from './client-secret.ts';
import {
  requireCourseReviewer,
  requireCourseStaff,
  requireCourseTeam,
  requireOperatorOrCourseStaff,
} from './course.ts';
import { requireExamInCourse, requireStaffOfExam, requireStaffOfExams } from './exam.ts';
import type { Granted } from './granted.ts';
import { requireSelfOrCourseStaff, requireSelfOrGlobalStaff } from './learner.ts';
import type { Scope } from './scopes.ts';
import { findVendorAttempt, isReviewer, isReviewerOrLearner } from './vendor-attempt.ts';

/** Throws the refusal of a caller outside the scope, or answers it itself; returns what it loaded for the others. */
export type Check = (request: FastifyRequest, reply: FastifyReply) => Granted | Promise<Granted>;

/** When a check is made: as soon as what it looks at is available. */
export type Stage = 'onRequest' | 'preValidation' | 'preHandler';

const RETIREMENT_GROUP = 'retirement';

/** The part of the request that names what the scope is about, as its schema has read it. */
const namedIn = (request: FastifyRequest): unknown => request[request.routeOptions.config.namedIn ?? 'params'];

/** The one check of each scope. */
export function createChecks(
  deps: AppDeps,
): Record<Scope, { stage: Stage; check: Check } | 'nothing to check' | 'checked by the route'> {
  const preHandler = (check: Check) => ({ stage: 'preHandler', check }) as const;
  const ofAttempt = (rule: (caller: Caller, attempt: Attempt, body: unknown) => unknown, load = loadAttempt) =>
    preHandler(async (request) => {
      const attempt = await load(deps, request);
      const isStaff = await rule(callerOf(request), attempt, request.body);
      return { attempt, asStaff: isStaff === true };
    });
  const inCourse = (require: (caller: Caller, courseId: string) => Promise<void>) =>
    preHandler(async (request) => {
      const exam = await requireExamInCourse(deps, request.params, (course) => require(callerOf(request), course));
      return exam ? { exam } : {};
    });
  return {
    anyone: 'nothing to check',
    signedIn: 'nothing to check',
    // Only the vendor's adapter can read the locator from a review.
    recordLocator: 'checked by the route',
    // What they prove is in the token or the launch that the route reads.
    launchHint: 'checked by the route',
    toolSignature: 'checked by the route',
    toolToken: 'checked by the route',
    clientSecret: preHandler(createClientCheck(deps)),
    attemptCode: preHandler(createCodeCheck(deps)),
    selfOrGlobalStaff: preHandler((request) => ({
      learner: requireSelfOrGlobalStaff(callerOf(request), namedIn(request)),
    })),
    selfOrCourseStaff: preHandler(async (request) => ({
      learner: await requireSelfOrCourseStaff(deps, callerOf(request), namedIn(request)),
    })),
    ownAttempt: ofAttempt(requireOwner),
    ownAttemptOrCourseTeam: ofAttempt(requireOwnerOrTeam),
    ownAttemptOrCourseStaff: ofAttempt(requireOwnerOrStaff),
    reviewersOfAttempt: ofAttempt(requireReviewerOfAttempt),
    ownAttemptOrStaffToResume: ofAttempt(requireOwnerOrStaffToResume, loadAttemptToChange),
    staffOfAttempt: ofAttempt(requireStaffOfAttempt),
    courseTeamOfAttempt: ofAttempt(requireTeamOfAttempt),
    invigilatorsOfAttempt: ofAttempt(requireInvigilatorOfAttempt),
    staffOfExam: preHandler(async (request) => {
      const exam = await requireStaffOfExam(deps, callerOf(request), namedIn(request));
      return exam ? { exam } : {};
    }),
    staffOfExams: preHandler(async (request) => {
      await requireStaffOfExams(deps, callerOf(request), namedIn(request));
      return {};
    }),
    courseStaff: inCourse(requireCourseStaff),
    courseTeam: inCourse(requireCourseTeam),
    courseReviewers: inCourse(requireCourseReviewer),
    operatorsOrCourseStaff: preHandler(async (request) => {
      await requireOperatorOrCourseStaff(callerOf(request), namedIn(request));
      return {};
    }),
    courseTeamOfBulk: preHandler(async (request) => {
      const bulk = await loadBulk(deps, request.params);
      await requireCourseTeam(callerOf(request), bulk.courseId);
      return { bulk };
    }),
    globalStaff: {
      stage: 'onRequest',
      check(request) {
        if (!callerOf(request).isGlobalStaff) throw new ApiError('staff_only');
        return {};
      },
    },
    retirementService: {
      stage: 'preValidation',
      check(request) {
        const { username, groups } = callerOf(request);
        const mayRetire = username === deps.config.auth.retirementWorker || groups.includes(RETIREMENT_GROUP);
        if (!mayRetire) throw new ApiError('retirement_only', { body: null });
        return {};
      },
    },
    reviewer: preHandler(async (request) => {
      const refusal = new ApiError('reviewers_only', { body: null });
      const attempt = await findVendorAttempt(deps, request, isReviewer, refusal);
      if (!attempt) throw new ApiError('attempt_not_found');
      return { attempt };
    }),
    reviewerOrLearner: preHandler(async (request, reply) => {
      const attempt = await findVendorAttempt(deps, request, isReviewerOrLearner, new ApiError('reviewers_only'));
      if (attempt) return { attempt };
      await asJsonText(reply).code(404).send('There is no attempt with that id.');
      return {};
    }),
  };
}
