import { z } from 'zod';
import { runningNow } from '../../attempts/running.ts';
import { timerOf } from '../../attempts/timer.ts';
import { callerOf } from '../../plugins/authentication.ts';
import type { AppDeps } from '../../app-deps.ts';
import { timerSchema } from '../../schemas/attempt.ts';
import type { App } from '../app-instance.ts';

const noTimer = z.object({
  in_timed_exam: z.literal(false).describe('Always false: there is no running attempt'),
  is_proctored: z.literal(false).describe('Always false'),
});

/** rest-api §6.1. */
export function currentTimer(app: App, deps: AppDeps): void {
  app.get(
    '/v1/proctored_exam/attempt',
    {
      config: { scope: 'signedIn', isRefusedLast: true },
      schema: {
        summary: "Get the caller's running attempt in any course",
        description: "What the page's timer needs: the time left, its thresholds and where the exam is.",
        operationId: 'getCurrentTimer',
        response: { 200: z.union([timerSchema, noTimer]).describe('The running attempt, or that there is none') },
      },
    },
    async (request) => {
      const [attempt] = await runningNow(deps, callerOf(request).userId);
      return attempt
        ? await timerOf(deps, attempt, { mfe: false })
        : { in_timed_exam: false as const, is_proctored: false as const };
    },
  );
}
