import { z } from 'zod';
import { endOf } from '../../../rules/attempt/clock.ts';
import { isIncomplete } from '../../../rules/attempt/statuses.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { createExamCookie } from '../../auth/exam-cookie.ts';
import { ANONYMOUS_BODY } from '../../http-limits.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import type { AppDeps } from '../../app-deps.ts';
import { attemptOf } from '../../permissions/granted.ts';
import { empty, text } from '../../schemas/fields.ts';
import { jumpPath } from '../../wire/addresses.ts';
import type { App } from '../app-instance.ts';

const params = z.object({
  attempt_code: z
    .string()
    .meta({ description: 'Code of the attempt', example: '12BF7DFD-4E1C-4A72-A1F4-F0857615E48B' }),
});

const noAttempt = {
  description: 'There is no attempt with that code',
  content: { 'text/html': { schema: text('There is no attempt with that code') } },
};

/** A browser comes back by any of them. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** The vendor's browser comes back to the exam (rest-api §9.3). Knowing the attempt's code is all the proof there is. */
export function launchCallback(app: App, deps: AppDeps): void {
  const examCookie = createExamCookie(deps.config);
  for (const method of METHODS) {
    app.route({
      method,
      url: '/proctoring_launch_callback/start_exam/:attempt_code(^[-A-Za-z0-9_]+$)',
      bodyLimit: ANONYMOUS_BODY.ignored,
      config: { scope: 'attemptCode', acceptsAnything: true, body: 'ignored', errors: MESSAGE_ERRORS },
      schema: {
        hide: method !== 'GET',
        summary: 'Open the exam in a secure browser',
        description: 'Redirects to the exam and sets a signed cookie `exam`. If the exam is running, it is submitted.',
        operationId: 'launchExam',
        params,
        response: { 302: empty, 404: noAttempt },
      },
      handler: async (request, reply) => {
        const attempt = asSeenAt(attemptOf(request), deps.clock(), deps.config.flags);
        if (isIncomplete(attempt.status)) {
          await deps.attempts.tell(attempt.attemptCode, 'launch', { actor: { kind: 'vendor' } });
        }
        const lasting = (attempt.exam.timeLimitMins + 24 * 60) * 60_000;
        examCookie.set(reply, attempt.attemptCode, endOf(attempt) ?? deps.clock() + lasting);
        return await reply.redirect(jumpPath(attempt.exam), 302);
      },
    });
  }
}
