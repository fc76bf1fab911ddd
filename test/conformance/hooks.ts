import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AppDeps } from '../../api/ports.ts';
import type { EffectRecorder } from './effect-recorder.ts';
import { inspectAttempt } from './inspect.ts';
import { REVIEW_POLICY, setReviewPolicy } from './review-policy.ts';
import { settled } from './settled-gateway.ts';
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
  const config = { anonymous: true };
  const now = () => ({ now: new Date(clock.now()).toISOString() });

  server.post('/reset', { config }, async () => {
    await deps.reset();
    return now();
  });
  server.post('/clock', { config }, async (request) => {
    await clock.advance(CLOCK.parse(request.body).advance_seconds);
    await settled(app.pool, clock.now);
    return now();
  });
  server.post('/users', { config }, async (request) => {
    const { id, username, email } = await saveUser(app.pool, USER.parse(request.body));
    return { id, username, email };
  });
  server.post('/config', { config }, async (request) => {
    deps.configure(z.record(z.string(), z.unknown()).parse(request.body));
    return {};
  });
  server.post('/review_policy', { config }, async (request, reply) => {
    const answer = await setReviewPolicy(app, REVIEW_POLICY.parse(request.body));
    return await reply.code(answer.error ? 400 : 200).send(answer);
  });
  server.get('/effects', { config }, async (request) => {
    const effects = recorder.read();
    if ((request.query as { clear?: string }).clear === '1') recorder.clear();
    return { effects };
  });
  server.post('/inspect', { config }, (request) =>
    inspectAttempt(app.pool, INSPECTION.parse(request.body).attempt_code),
  );
}
