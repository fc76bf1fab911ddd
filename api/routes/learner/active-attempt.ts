import { z } from 'zod';
import { runningNow } from '../../attempts/running.ts';
import { timerOf } from '../../attempts/timer.ts';
import type { AppDeps } from '../../app-deps.ts';
import { learnerOf } from '../../permissions/granted.ts';
import { nothing, timerSchema } from '../../schemas/attempt.ts';
import { userQuery } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

const BASE = '/v1/proctored_exam/active_attempt';

/** rest-api §6.9; the address has no end, so anything after it is answered alike (rest-api §2.1). */
export function activeAttempt(app: App, deps: AppDeps): void {
  for (const { url, hide } of [
    { url: BASE, hide: false },
    { url: `${BASE}/*`, hide: true },
  ]) {
    app.get(
      url,
      {
        config: { scope: 'selfOrGlobalStaff', namedIn: 'query', isRefusedLast: true },
        schema: {
          hide,
          summary: "Get a learner's running attempt",
          description:
            'As `getCurrentTimer`, with links into the learning front end. Global staff may name another learner.',
          operationId: 'getActiveAttempt',
          querystring: userQuery,
          response: { 200: z.union([timerSchema, nothing]).describe('The running attempt; empty if there is none') },
        },
      },
      async (request) => {
        const [attempt] = await runningNow(deps, learnerOf(request).id);
        return attempt ? await timerOf(deps, attempt, { mfe: true }) : {};
      },
    );
  }
}
