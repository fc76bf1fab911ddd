import { countRemainingSeconds } from '../../../rules/attempt/clock.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { asLearnerSees } from '../../attempts/external-id.ts';
import { noteSignOfLife } from '../../attempts/sign-of-life.ts';
import type { AppDeps } from '../../app-deps.ts';
import { attemptOf } from '../../permissions/granted.ts';
import { polledAttemptSchema } from '../../schemas/attempt.ts';
import { attemptParams } from '../../schemas/params.ts';
import { wireAttempt } from '../../wire/attempt.ts';
import { polledRemainingPhrase } from '../../wire/phrases.ts';
import type { App } from '../app-instance.ts';

/**
 * The learner's page polls this every minute, and each poll is a sign of life of it. One statement, no call to Temporal
 * (rest-api §6.3, docs/benchmarks.md).
 */
export function pollAttempt(app: App, deps: AppDeps): void {
  app.get(
    '/v1/proctored_exam/attempt/:attempt_id(^\\d+$)',
    {
      config: { scope: 'ownAttempt', isRefusedLast: true },
      schema: {
        summary: "Get one of the caller's attempts",
        description: 'What the page polls once a minute. Each call is a sign of life.',
        operationId: 'getAttempt',
        params: attemptParams,
        response: { 200: polledAttemptSchema.describe('The attempt') },
      },
    },
    async (request) => {
      const stored = attemptOf(request);
      const now = deps.clock();
      const attempt = asSeenAt(stored, now, deps.config.flags);
      noteSignOfLife(deps, attempt);
      const seconds = countRemainingSeconds(attempt, now);
      return {
        ...wireAttempt(asLearnerSees(deps.vendors, attempt)),
        time_remaining_seconds: seconds,
        accessibility_time_string: polledRemainingPhrase(seconds),
      };
    },
  );
}
