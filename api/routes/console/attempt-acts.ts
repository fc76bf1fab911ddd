import { findProjectedState } from '../../../db/attempt-store.ts';
import { ACT_NAMES, ACTS, type Act } from '../../../rules/attempt/acts.ts';
import { listActs, WHY_NOT_TEXTS } from '../../../rules/attempt/possible-acts.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import { carryOutAct, readRowOf } from '../../acts/carry-out.ts';
import { undoIdOf } from './undo.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { ErrorCode } from '../../errors/catalogue.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import { throwIfInvalid } from '../../errors/throw-if-invalid.ts';
import { rolesIn } from '../../permissions/course.ts';
import { attemptOf } from '../../permissions/granted.ts';
import type { Scope } from '../../permissions/scopes.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { ACT_BODIES, actAnswer, actConflict, ifMatch, possibleActs } from '../../schemas/console/acts.ts';
import { noQuery } from '../../schemas/console/query.ts';
import { attemptParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

const ATTEMPT = '/attempts/:attempt_id(^\\d+$)';

interface ActText {
  summary: string;
  operationId: string;
  description: string;
  errors?: readonly ErrorCode[];
}

const CLOCK_ERRORS: readonly ErrorCode[] = ['attempt_not_begun', 'attempt_not_running'];

const TEXTS: Record<Act, ActText> = {
  'mark-ready-to-resume': {
    summary: 'Let a learner resume an attempt that ended with an error',
    operationId: 'letResume',
    description: 'Their next attempt has exactly the seconds that were left.',
    errors: ['attempt_not_resumable'],
  },
  pause: {
    summary: 'Pause the clock of an exam',
    operationId: 'pauseAttempt',
    description:
      'The learner keeps exactly the seconds that are left, past the due date too. The status stays as it is, ' +
      '`paused` of the row says since when. A pause that nobody ends turns into an error, which can be resumed.',
    errors: CLOCK_ERRORS,
  },
  unpause: {
    summary: 'Let a paused clock go on',
    operationId: 'unpauseAttempt',
    description: 'The time of the pause has not passed: the end moves by as much.',
    errors: CLOCK_ERRORS,
  },
  'extra-time': {
    summary: 'Give minutes for an incident',
    operationId: 'giveIncidentTime',
    description: 'Invigilators may give 15 minutes in all. Planned extra time is an allowance.',
    errors: ['attempt_not_running', 'extra_time_exceeded'],
  },
  'correct-end': {
    summary: 'Set the end of a running clock',
    operationId: 'correctEnd',
    description: 'Sooner or later than it is, past the due date too. Extra time that is granted later adds to it.',
    errors: [...CLOCK_ERRORS, 'attempt_paused', 'end_out_of_range'],
  },
  submit: {
    summary: "Hand an exam in on the learner's behalf",
    operationId: 'handIn',
    description: 'Not later than the end of its clock.',
  },
  error: {
    summary: 'Put an attempt into error, from which it can be resumed',
    operationId: 'failAttempt',
    description: 'The seconds that are left are kept for the attempt that resumes it.',
  },
  'set-status': {
    summary: 'Set the status of an attempt',
    operationId: 'setStatus',
    description: 'Reviewers may set `verified` and `rejected`.',
    errors: ['start_past_due', 'status_not_for_reviewers'],
  },
  reapply: {
    summary: 'Run the effects of the present status again',
    operationId: 'reapplyStatus',
    description: 'As a new cause, so under new keys: targets that took the earlier ones act again.',
  },
  reset: {
    summary: 'Remove an attempt so that the learner can begin anew',
    operationId: 'resetAttempt',
    description: 'Their answers, grade override and credit are removed with it.',
    errors: ['vendor_failed'],
  },
  delete: {
    summary: 'Remove an attempt',
    operationId: 'removeAttempt',
    description: 'With the answers, grade override and credit of the learner.',
    errors: ['vendor_failed'],
  },
};

/** The scope of those who may do it. */
function scopeOf(act: Act): Scope {
  const { roles } = ACTS[act];
  if (roles.some((role) => role === 'invigilator')) return 'invigilatorsOfAttempt';
  return roles.some((role) => role === 'reviewer') ? 'reviewersOfAttempt' : 'staffOfAttempt';
}

function addAct(app: App, deps: AppDeps, act: Act): void {
  const { summary, operationId, description, errors = [] } = TEXTS[act];
  app.post(
    `${ATTEMPT}/acts/${act}`,
    {
      config: {
        scope: scopeOf(act),
        includesDeleted: true,
        isOneWish: true,
        errors: ['attempt_changed', ...errors, ...MESSAGE_ERRORS],
      },
      attachValidation: true,
      schema: {
        summary,
        operationId,
        description,
        params: attemptParams,
        querystring: noQuery,
        headers: ifMatch,
        body: ACT_BODIES[act],
        response: {
          200: actAnswer.describe('Done, or there was nothing to do'),
          412: actConflict.describe('Somebody was faster'),
        },
      },
    },
    async (request) => {
      throwIfInvalid(request, 'querystring');
      throwIfInvalid(request, 'headers');
      const attempt = attemptOf(request);
      const seen = request.headers['if-match'];
      const { undo } = await carryOutAct(deps, request, { act, attempt, body: request.body, seen });
      return {
        attempt: await readRowOf(deps, attempt),
        undo: undo ? { id: undoIdOf(attempt.id, undo.version), until: undo.until } : null,
      };
    },
  );
}

function listPossibleActs(app: App, deps: AppDeps): void {
  app.get(
    `${ATTEMPT}/acts`,
    {
      config: { scope: 'courseTeamOfAttempt' },
      schema: {
        summary: 'List what the caller can do to an attempt, and why not the rest',
        description: 'By the rules themselves, for the roles that the caller has in the course.',
        operationId: 'listPossibleActs',
        params: attemptParams,
        querystring: noQuery,
        response: { 200: possibleActs.describe('The acts') },
      },
    },
    async (request) => {
      const { attemptCode, exam } = attemptOf(request);
      const state = (await findProjectedState(deps.pool, attemptCode)) as AttemptState | null;
      if (!state) throw new ApiError('attempt_not_found');
      const roles = await rolesIn(callerOf(request), exam.courseId);
      const acts = listActs(state, roles, deps.clock());
      return {
        v: state.version,
        acts: acts.map(({ act, isPossible, why }) => ({
          act,
          possible: isPossible,
          why,
          detail: why && WHY_NOT_TEXTS[why],
          roles: [...ACTS[act].roles],
        })),
      };
    },
  );
}

/** What a course's team does to one attempt, each act with its reason, and what of it is possible. */
export function attemptActs(app: App, deps: AppDeps): void {
  for (const act of ACT_NAMES) addAct(app, deps, act);
  listPossibleActs(app, deps);
}
