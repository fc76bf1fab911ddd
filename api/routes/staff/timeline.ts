import { z } from 'zod';
import { findEffectResult } from '../../../db/timeline.ts';
import { SETTABLE, type Status } from '../../../rules/attempt/statuses.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { noteFor } from '../../attempts/note.ts';
import { ApiError } from '../../errors/api-error.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { wishOf } from '../../plugins/idempotency.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import type { AppDeps } from '../../app-deps.ts';
import { attemptOf, isAsStaff } from '../../permissions/granted.ts';
import { YES, yes } from '../../schemas/fields.ts';
import { attemptParams } from '../../schemas/params.ts';
import { staffTimelineSchema, timelineSchema } from '../../schemas/timeline.ts';
import { ownTimeline, staffTimeline } from '../../timeline/timeline.ts';
import type { App } from '../app-instance.ts';

const ATTEMPT = '/attempts/:attempt_id(^\\d+$)';

const change = z.object({
  status: z.enum(SETTABLE as [Status, ...Status[]]).describe('The status to set'),
  reason: z.string().trim().min(1).max(1000).describe("Reason for the change, kept in the attempt's history"),
  reapply: yes.describe(`Run the effects again even if the attempt already has this status. ${YES}`),
});

const another = z.object({
  reason: z.string().trim().max(1000).optional().describe('Reason for the retry, kept with the effect'),
});

function readTimeline(app: App, deps: AppDeps): void {
  app.get(
    `${ATTEMPT}/timeline`,
    {
      config: { scope: 'ownAttemptOrCourseStaff', includesDeleted: true },
      schema: {
        summary: 'Get everything that happened to an attempt',
        description: 'Staff see who did what and why, and every effect with its tries. The owner sees a shorter form.',
        operationId: 'getTimeline',
        params: attemptParams,
        response: { 200: z.union([staffTimelineSchema, timelineSchema]).describe('The timeline') },
      },
    },
    async (request) => {
      const attempt = asSeenAt(attemptOf(request), deps.clock(), deps.config.flags);
      if (!isAsStaff(request)) return await ownTimeline(deps, attempt);
      if (attempt.user.id !== callerOf(request).userId)
        noteRead(request, 'timeline.read', { course_id: attempt.exam.courseId, attempt_id: attempt.id });
      return await staffTimeline(deps, attempt);
    },
  );
}

function setStatus(app: App, deps: AppDeps): void {
  app.post(
    `${ATTEMPT}/status`,
    {
      config: { scope: 'staffOfAttempt', includesDeleted: true, isOneWish: true, errors: MESSAGE_ERRORS },
      attachValidation: true,
      schema: {
        summary: 'Set the status of an attempt by hand',
        operationId: 'setAttemptStatus',
        params: attemptParams,
        body: change,
        response: {
          200: z
            .object({
              exam_attempt_id: z.int().describe('Id of the attempt'),
              status: z.string().describe('Status now'),
              changed: z.boolean().describe('False if it had that status already'),
            })
            .describe('The status is set'),
        },
      },
    },
    async (request) => {
      const { attemptCode } = attemptOf(request);
      const actor = { kind: 'staff', userId: callerOf(request).userId } as const;
      const { reason, ...wanted } = request.body;
      const note = await noteFor(deps, request, attemptCode, reason);
      const payload = { ...wanted, ...note, actor, ...wishOf(request) };
      const answer = await deps.attempts.tell(attemptCode, 'set-status', payload);
      return { exam_attempt_id: answer.attemptId, status: answer.status, changed: answer.changed };
    },
  );
}

function retryEffect(app: App, deps: AppDeps): void {
  app.post(
    `${ATTEMPT}/effects/:key/retry`,
    {
      config: {
        scope: 'staffOfAttempt',
        includesDeleted: true,
        errors: ['effect_not_found', 'effect_not_failed', ...MESSAGE_ERRORS],
      },
      schema: {
        summary: 'Retry an effect that was refused',
        operationId: 'retryEffect',
        body: another,
        params: attemptParams.extend({
          key: z.string().describe('Key of the effect as in the timeline, percent-encoded'),
        }),
        response: {
          200: z
            .object({ retried: z.literal(true).describe('Always true') })
            .describe('The effect is being tried again'),
        },
      },
    },
    async (request) => {
      const { id, attemptCode } = attemptOf(request);
      const { key } = request.params;
      const outcome = await findEffectResult(deps.pool, id, key);
      if (outcome === null) throw new ApiError('effect_not_found');
      if (outcome !== 'refused') throw new ApiError('effect_not_failed');
      const note = await noteFor(deps, request, attemptCode, request.body.reason);
      const wish = { key, actor: { kind: 'staff', userId: callerOf(request).userId }, ...note } as const;
      const isRetried = await deps.attempts.retryEffect(attemptCode, wish);
      if (!isRetried) throw new ApiError('effect_not_failed');
      return { retried: true as const };
    },
  );
}

/** For appeals and operators: the whole history of an attempt, setting its status, and retrying an effect. */
export function timeline(app: App, deps: AppDeps): void {
  readTimeline(app, deps);
  setStatus(app, deps);
  retryEffect(app, deps);
}
