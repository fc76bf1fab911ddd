import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Attempt } from '../../../db/attempts.ts';
import { roleFor } from '../../../rules/attempt/acts.ts';
import { isRunning } from '../../../rules/attempt/statuses.ts';
import type { AppDeps } from '../../app-deps.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { removeAttempt } from '../../attempts/remove-attempt.ts';
import { requireNothingRunning } from '../../attempts/running.ts';
import { ApiError } from '../../errors/api-error.ts';
import { MESSAGE_ERRORS, VENDOR_ERRORS } from '../../errors/route-errors.ts';
import { rolesIn } from '../../permissions/course.ts';
import { attemptOf, isAsStaff } from '../../permissions/granted.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { wishOf } from '../../plugins/idempotency.ts';
import { changedAttempt, examAttemptAction } from '../../schemas/exams/attempt.ts';
import { empty } from '../../schemas/fields.ts';
import { attemptParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

type Action = z.output<typeof examAttemptAction>['action'];

const EVENTS = {
  stop: 'stop',
  submit: 'submit',
  error: 'error',
  click_download_software: 'click-download-software',
} as const;
const RESULTS = { verify: 'verified', reject: 'rejected' } as const;

const isResult = (action: Action): action is keyof typeof RESULTS => action in RESULTS;

/** Staff decide on an attempt. Nothing that was never begun can pass. */
async function decide(deps: AppDeps, request: FastifyRequest, attempt: Attempt, action: Action): Promise<void> {
  if (!isResult(action)) throw new ApiError('action_unknown');
  if (action === 'verify' && attempt.startedAt === null) throw new ApiError('illegal_transition');
  const caller = callerOf(request);
  const role = roleFor('set-status', await rolesIn(caller, attempt.exam.courseId));
  const actor = { kind: 'staff', userId: caller.userId, ...(role !== null && { role }) } as const;
  await deps.attempts.tell(attempt.attemptCode, 'set-status', { actor, status: RESULTS[action], ...wishOf(request) });
}

/** The learner goes on. A page that is still at the setup of a running exam leaves it as it is. */
async function goOn(deps: AppDeps, request: FastifyRequest, attempt: Attempt, action: Action): Promise<void> {
  if (isResult(action)) throw new ApiError('action_unknown');
  const { status } = asSeenAt(attempt, deps.clock(), deps.config.flags);
  if (action === 'click_download_software' && isRunning(status)) return;
  const actor = { kind: 'learner', userId: attempt.user.id } as const;
  const payload = { actor, ...wishOf(request) };
  if (action === 'start') {
    await requireNothingRunning(deps, attempt.user.id, attempt);
    await deps.attempts.tell(attempt.attemptCode, 'start', { ...payload, isOneAtATime: true });
    return;
  }
  await deps.attempts.tell(attempt.attemptCode, EVENTS[action], payload);
}

/** edx-exams §1.4. */
export function changeExamAttempt(app: App, deps: AppDeps): void {
  const url = '/exams/attempt/:attempt_id(^\\d+$)';
  app.put(
    url,
    {
      attachValidation: true,
      config: {
        scope: 'ownAttemptOrCourseStaff',
        isOneWish: true,
        isRefusedLast: true,
        errors: [
          'action_unknown',
          'attempt_already_started',
          'other_exam_running',
          'start_past_due',
          'set_up_not_confirmed',
          ...MESSAGE_ERRORS,
          ...VENDOR_ERRORS,
        ],
      },
      schema: {
        summary: 'Carry out an action on an attempt',
        description:
          'Course staff may verify and reject, also their own attempts; everybody else goes on with their own.',
        operationId: 'changeExamAttempt',
        params: attemptParams,
        body: examAttemptAction,
        response: { 200: changedAttempt.describe('The action was carried out') },
      },
    },
    async (request) => {
      const attempt = attemptOf(request);
      const { action } = request.body;
      await (isAsStaff(request) ? decide : goOn)(deps, request, attempt, action);
      return { exam_attempt_id: attempt.id };
    },
  );
  app.delete(
    url,
    {
      config: { scope: 'staffOfAttempt', errors: ['vendor_failed', ...MESSAGE_ERRORS] },
      schema: {
        summary: "Reset an attempt: remove it with the learner's answers, so that they can start again",
        description: 'The provider is told first. The next attempt of the learner begins anew.',
        operationId: 'resetExamAttempt',
        params: attemptParams,
        response: { 204: empty },
      },
    },
    async (request, reply) => {
      await removeAttempt(deps, callerOf(request), attemptOf(request));
      return await reply.code(204).send(undefined);
    },
  );
}
