import { randomUUID } from 'node:crypto';
import { ApiError } from '../../errors/api-error.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { createLimit } from '../../plugins/rate-limits.ts';
import type { AppDeps } from '../../app-deps.ts';
import { noQuery } from '../../schemas/console/query.ts';
import { testOutcome } from '../../schemas/lms.ts';
import type { App } from '../app-instance.ts';

/** Of everybody together, so that nobody wears the receiver out with them. */
const TESTS_PER_MINUTE = 10;

/** Tries the way to the LMS. */
export function testEvent(app: App, { sendTestEvent }: AppDeps): void {
  const limitTests = createLimit({ max: TESTS_PER_MINUTE });
  app.post(
    '/lms/test-event',
    {
      config: { scope: 'globalStaff', body: 'ignored', errors: ['webhook_not_configured', 'too_many_requests'] },
      schema: {
        summary: 'Send a test event to the webhook of the LMS',
        description:
          'One signed event of the type `org.durable-proctoring.test.v1`, whatever the webhook is subscribed to. The answer says what ' +
          `came back, within ten seconds. A repeat with the same Idempotency-Key sends nothing. At most ${TESTS_PER_MINUTE} a minute.`,
        operationId: 'sendTestEvent',
        querystring: noQuery,
        response: { 200: testOutcome.describe('What came of it') },
      },
    },
    async (request) => {
      if (!sendTestEvent) throw new ApiError('webhook_not_configured');
      limitTests('all');
      const { userId: id, username } = callerOf(request);
      const outcome = await sendTestEvent(`test/${request.messageId ?? randomUUID()}`, { id, username });
      const { isTaken, milliseconds, ...rest } = outcome;
      return { ...rest, taken: isTaken, seconds: milliseconds / 1000 };
    },
  );
}
