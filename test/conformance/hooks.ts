import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { AppDeps } from '../../api/app-deps.ts';
import type { EffectRecorder } from './effect-recorder.ts';
import { inspectAttempt } from './inspect.ts';
import { REVIEW_POLICY, setReviewPolicy } from './review-policy.ts';
import { settled } from './settled-clients.ts';
import { saveUser, USER } from './users.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface HookDeps {
  app: AppDeps;
  clock: VirtualClock;
  recorder: EffectRecorder;
  /** Merges into the scenario's settings. */
  configure(changes: Record<string, unknown>): void;
  /** Makes the service as new, settings included. */
  reset(): Promise<void>;
}

const CLOCK = z.object({ advance_seconds: z.number() });
const INSPECTION = z.object({ attempt_code: z.string() });

/** The test hooks of the conformance README, below `/__test__/`. */
export async function hooks(server: FastifyInstance, deps: HookDeps): Promise<void> {
  const { app, clock, recorder } = deps;
  const config = { scope: 'anyone' } as const;
  const now = () => ({ now: new Date(clock.now()).toISOString() });

  function post(url: string, answer: (body: unknown, reply: FastifyReply) => Promise<unknown>): void {
    server.route({ method: 'POST', url, config, handler: (request, reply) => answer(request.body, reply) });
  }

  post('/reset', async () => {
    await deps.reset();
    return now();
  });
  post('/clock', async (body) => {
    await clock.advance(CLOCK.parse(body).advance_seconds);
    await settled(app.pool, clock.now);
    return now();
  });
  post('/users', async (body) => {
    const { id, username, email } = await saveUser(app.pool, USER.parse(body));
    return { id, username, email };
  });
  post('/config', async (body) => {
    deps.configure(z.record(z.string(), z.unknown()).parse(body));
    return {};
  });
  post('/review_policy', async (body, reply) => {
    const answer = await setReviewPolicy(app, REVIEW_POLICY.parse(body));
    return await reply.code(answer.error ? 400 : 200).send(answer);
  });
  post('/inspect', (body) => inspectAttempt(app.pool, INSPECTION.parse(body).attempt_code));
  server.route<{ Querystring: { clear?: string } }>({
    method: 'GET',
    url: '/effects',
    config,
    handler: async ({ query }) => {
      const effects = recorder.read();
      if (query.clear === '1') recorder.clear();
      return { effects };
    },
  });
}
