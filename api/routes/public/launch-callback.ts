import { z } from 'zod';
import { liveAttemptByCode } from '../../../db/attempts.ts';
import { endOf } from '../../../workflows/exam-attempt/rules/clock.ts';
import { isIncomplete } from '../../../workflows/exam-attempt/rules/statuses.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { createExamCookie } from '../../auth/exam-cookie.ts';
import type { AppDeps } from '../../ports.ts';
import { empty, text } from '../../schemas/fields.ts';
import { jumpPath } from '../../wire/addresses.ts';
import type { App } from '../app-instance.ts';

const params = z.object({ attempt_code: z.string() });

/** A browser comes back by any of them. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** The vendor's browser comes back to the exam (rest-api §9.3). Knowing the attempt's code is all the proof there is. */
export function launchCallback(app: App, deps: AppDeps): void {
  const examCookie = createExamCookie(deps.config);
  for (const method of METHODS) {
    app.route({
      method,
      url: '/proctoring_launch_callback/start_exam/:attempt_code(^[-A-Za-z0-9_]+$)',
      config: {
        anonymous: true,
        acceptsAnything: true,
        body: 'ignored',
        rateLimit: { max: 600, timeWindow: '1 minute' },
      },
      schema: {
        hide: method !== 'GET',
        summary: 'A secure browser opens the exam',
        description: 'Redirects to the exam with a signed cookie `exam`. A running exam is handed in.',
        tags: ['public'],
        operationId: 'launchExam',
        security: [],
        params,
        response: { 302: empty, 404: text },
      },
      handler: async (request, reply) => {
        const stored = await liveAttemptByCode(deps.pool, request.params.attempt_code);
        if (!stored) return await reply.code(404).type('text/html').send('There is no exam attempt with this code.');
        const attempt = asSeenAt(stored, deps.clock(), deps.config.flags);
        if (isIncomplete(attempt.status)) {
          await deps.temporal.send(attempt.attemptCode, 'launch', { actor: { kind: 'vendor' } });
        }
        const lasting = (attempt.exam.timeLimitMins + 24 * 60) * 60_000;
        examCookie.set(reply, attempt.attemptCode, endOf(attempt) ?? deps.clock() + lasting);
        return await reply.redirect(jumpPath(attempt.exam), 302);
      },
    });
  }
}
