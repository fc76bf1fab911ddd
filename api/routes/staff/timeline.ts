import { z } from 'zod';
import { findPerson } from '../../../db/people.ts';
import { findEffectResult } from '../../../db/timeline.ts';
import { SETTABLE, type Status } from '../../../rules/attempt/statuses.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { noteFor } from '../../attempts/note.ts';
import { readNotesOf } from '../../attempts/staff-notes.ts';
import { ApiError } from '../../errors/api-error.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { wishOf } from '../../plugins/idempotency.ts';
import { REPORT_POLICY, reportOf } from '../../report/report.ts';
import { languageOf, wordsOf } from '../../report/words.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import type { AppDeps } from '../../app-deps.ts';
import { attemptOf, isAsStaff } from '../../permissions/granted.ts';
import { YES, yes } from '../../schemas/fields.ts';
import { noQuery, query } from '../../schemas/console/query.ts';
import { attemptParams } from '../../schemas/params.ts';
import { staffTimelineSchema, timelineSchema } from '../../schemas/timeline.ts';
import { ownTimeline, staffTimeline } from '../../timeline/timeline.ts';
import type { App } from '../app-instance.ts';

const ATTEMPT = '/attempts/:attempt_id(^\\d+$)';

const change = z
  .object({
    status: z.enum(SETTABLE as [Status, ...Status[]]).describe('The status to set'),
    reason: z.string().trim().min(1).max(1000).describe("Reason for the change, kept in the attempt's history"),
    reapply: yes.describe(`Run the effects again even if the attempt already has this status. ${YES}`),
  })
  .meta({ example: { status: 'submitted', reason: 'Handed in on paper' } });

const another = z
  .object({
    reason: z.string().trim().max(1000).optional().describe('Reason for the retry, kept with the effect'),
  })
  .meta({ example: { reason: 'The mailbox exists now' } });

const version = query({
  for: z.enum(['learner']).optional().describe('The form that the owner sees, without names of staff; also for staff'),
  language: z
    .enum(['en', 'de'])
    .optional()
    .describe('Language of the report; that of the browser unless said otherwise'),
});

/** Whether a page is what is asked for first, as a browser does. */
const wantsPage = (accept: string | undefined) => /^\s*text\/html\b/i.test(accept ?? '');

function readTimeline(app: App, deps: AppDeps): void {
  app.get(
    `${ATTEMPT}/timeline`,
    {
      config: { scope: 'ownAttemptOrCourseTeam', includesDeleted: true },
      schema: {
        summary: 'Get everything that happened to an attempt',
        description:
          'Staff see who did what and why, and every effect with its tries. The owner sees a shorter form. A browser, or whoever ' +
          'else asks for `text/html` first, gets it as a report for an appeal: one page without script.',
        operationId: 'getTimeline',
        params: attemptParams,
        querystring: version,
        response: {
          200: {
            description: 'The timeline',
            content: {
              'application/json': { schema: z.union([staffTimelineSchema, timelineSchema]) },
              'text/html': { schema: z.string().describe('The report') },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const attempt = asSeenAt(attemptOf(request), deps.clock(), deps.config.flags);
      const caller = callerOf(request);
      const { for: reader, language } = request.query;
      if (isAsStaff(request) && attempt.user.id !== caller.userId)
        noteRead(request, 'timeline.read', { course_id: attempt.exam.courseId, attempt_id: attempt.id });
      const isForStaff = isAsStaff(request) && reader !== 'learner';
      const timeline = isForStaff ? await staffTimeline(deps, attempt) : await ownTimeline(deps, attempt);
      if (!wantsPage(request.headers.accept)) return timeline;
      const fullName = (await findPerson(deps.pool, attempt.user.id))?.fullName ?? '';
      void reply.type('text/html; charset=utf-8').header('content-security-policy', REPORT_POLICY);
      return reportOf(timeline, {
        words: wordsOf(language ?? languageOf(request.headers['accept-language'])),
        zone: deps.config.site.timeZone,
        madeAt: deps.clock(),
        madeBy: isForStaff ? caller.fullName : null,
        learner: fullName === '' ? attempt.user.username : `${fullName} (${attempt.user.username})`,
        exam: attempt.exam.examName,
        course: attempt.exam.courseId,
        notes: isForStaff ? await readNotesOf(deps, attempt, caller) : null,
      });
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
        description:
          'Kept for earlier clients; `acts/set-status` also says which version was seen. The effects of the status follow.',
        operationId: 'setAttemptStatus',
        params: attemptParams,
        querystring: noQuery,
        body: change,
        response: {
          200: z
            .object({
              exam_attempt_id: z.int().describe('Id of the attempt'),
              status: z.string().describe('Status now'),
              changed: z.boolean().describe('False if it had that status already'),
            })
            .meta({ example: { exam_attempt_id: 17, status: 'submitted', changed: true } })
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
        description: 'Under the same key, so that a target which took it after all can tell.',
        operationId: 'retryEffect',
        querystring: noQuery,
        body: another,
        params: attemptParams.extend({
          key: z.string().meta({
            description: 'Key of the effect as in the timeline, percent-encoded',
            example: '12BF7DFD-4E1C-4A72-A1F4-F0857615E48B/4/send-mail',
          }),
        }),
        response: {
          200: z
            .object({ retried: z.literal(true).describe('Always true') })
            .meta({ example: { retried: true } })
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
