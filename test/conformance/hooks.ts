import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { AppDeps } from '../../api/app-deps.ts';
import type { Dialect, EffectRecorder } from './effect-recorder.ts';
import { inspectAttempt, inspectExamAttempt } from './inspect.ts';
import { REVIEW_POLICY, setReviewPolicy } from './review-policy.ts';
import { settled } from './settled-clients.ts';
import { TOKEN, TOOL_JWT, type SignIn } from './sign-in.ts';
import { saveUser, USER } from './users.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface HookDeps {
  app: AppDeps;
  clock: VirtualClock;
  recorder: EffectRecorder;
  /** Which of the two originals the scenario was recorded from. */
  dialect(): Dialect;
  /** Merges into the scenario's settings; answers what the hook does. */
  configure(changes: Record<string, unknown>): Promise<object>;
  signIn: SignIn;
  /** Makes the service as new, settings included. */
  reset(): Promise<void>;
}

/** Many exams may end in one leap of the clock; on a busy machine that takes longer than a request. */
const LEAP_PATIENCE_MS = 20_000;

const CLOCK = z.object({ advance_seconds: z.number() });
const INSPECTION = z.union([z.object({ attempt_code: z.string() }), z.object({ attempt_id: z.int() })]);

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
    await settled(app.pool, clock.now, LEAP_PATIENCE_MS);
    return now();
  });
  post('/users', async (body) => {
    const { id, username, email } = await saveUser(app.pool, USER.parse(body));
    return { id, username, email };
  });
  post('/config', async (body) => {
    return await deps.configure(z.record(z.string(), z.unknown()).parse(body));
  });
  post('/token', (body) => deps.signIn.token(TOKEN.parse(body)));
  post('/tool_jwt', (body) => deps.signIn.toolJwt(TOOL_JWT.parse(body)));
  post('/review_policy', async (body, reply) => {
    const answer = await setReviewPolicy(app, REVIEW_POLICY.parse(body));
    return await reply.code(answer.error ? 400 : 200).send(answer);
  });
  post('/inspect', (body) => {
    const named = INSPECTION.parse(body);
    return 'attempt_id' in named
      ? inspectExamAttempt(app.pool, named.attempt_id)
      : inspectAttempt(app.pool, named.attempt_code);
  });
  server.route<{ Querystring: { clear?: string } }>({
    method: 'GET',
    url: '/effects',
    config,
    handler: async ({ query }) => {
      const effects = recorder.read(deps.dialect());
      if (query.clear === '1') recorder.clear();
      return { effects };
    },
  });
}
