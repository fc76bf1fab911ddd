import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { findLatestAttempt, type Attempt } from '../../../db/attempts.ts';
import { noteFor } from '../../attempts/note.ts';
import { resetAttemptFor } from '../../attempts/reset-attempt.ts';
import { noteSignOfLife } from '../../attempts/sign-of-life.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { wishOf } from '../../plugins/idempotency.ts';
import { CREATION_ERRORS, MESSAGE_ERRORS, VENDOR_ERRORS } from '../../errors/route-errors.ts';
import type { AppDeps } from '../../app-deps.ts';
import { attemptOf } from '../../permissions/granted.ts';
import type { Caller } from '../../auth/caller.ts';
import { attemptAction } from '../../schemas/attempt.ts';
import { attemptParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

type AttemptAction = z.output<typeof attemptAction>;

type Plain = 'start' | 'stop' | 'submit' | 'decline' | 'click-download-software';

async function carryOut(
  deps: AppDeps,
  { caller, request }: { caller: Caller; request: FastifyRequest },
  attempt: Attempt,
  body: AttemptAction,
): Promise<number | false> {
  const { attempts } = deps;
  const wish = wishOf(request);
  const learner = { actor: { kind: 'learner', userId: caller.userId }, ...wish } as const;
  const send = async (event: Plain, { attemptCode }: Attempt) =>
    (await attempts.tell(attemptCode, event, learner)).attemptId;
  switch (body.action) {
    case 'ping':
      noteSignOfLife(deps, attempt);
      return attempt.id;
    case 'start':
      return await send('start', (await findLatestAttempt(deps.pool, caller.userId, attempt.exam.id)) ?? attempt);
    case 'reset_attempt':
      return await resetAttemptFor(deps, caller, attempt, request.messageId);
    case 'mark_ready_to_resume': {
      const actor = { kind: 'staff', userId: caller.userId } as const;
      const note = await noteFor(deps, request, attempt.attemptCode, body.detail);
      const message = { actor, ...note, ...wish };
      return (await attempts.tell(attempt.attemptCode, 'mark-ready-to-resume', message)).attemptId;
    }
    case 'error': {
      const { detail } = body;
      const note = await noteFor(deps, request, attempt.attemptCode, detail);
      const answer = await attempts.tell(attempt.attemptCode, 'error', { ...learner, ...note });
      return answer.note === undefined ? answer.attemptId : false;
    }
    case 'click_download_software':
      return await send('click-download-software', attempt);
    default:
      return await send(body.action, attempt);
  }
}

/** rest-api §6.4. */
export function changeAttempt(app: App, deps: AppDeps): void {
  app.put(
    '/v1/proctored_exam/attempt/:attempt_id(^\\d+$)',
    {
      attachValidation: true,
      config: {
        scope: 'ownAttemptOrStaffToResume',
        isOneWish: true,
        isRefusedLast: true,
        errors: [
          'attempt_already_started',
          'pause_missed',
          'attempt_not_resumable',
          'start_past_due',
          'set_up_not_confirmed',
          'exam_not_practice',
          'reset_not_allowed',
          ...CREATION_ERRORS,
          ...MESSAGE_ERRORS,
          ...VENDOR_ERRORS,
        ],
      },
      schema: {
        summary: 'Carry out an action on an attempt',
        description:
          "Learners act on their own attempts. Course staff may send `mark_ready_to_resume` with the learner's " +
          "`user_id`. `start` and `reset_attempt` act on the learner's latest attempt on the same exam. " +
          'A repeated `reset_attempt` of what was reset before answers the attempt that took its place.',
        operationId: 'changeAttempt',
        params: attemptParams,
        body: attemptAction,
        response: {
          200: z
            .object({
              exam_attempt_id: z
                .union([z.int(), z.literal(false)])
                .describe('Id of the attempt that changed; false: nothing was done'),
            })
            .meta({ example: { exam_attempt_id: 12 } })
            .describe('The action was carried out'),
        },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      return { exam_attempt_id: await carryOut(deps, { caller, request }, attemptOf(request), request.body) };
    },
  );
}
