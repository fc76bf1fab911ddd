import { z } from 'zod';
import { recordSettingsChangeOnce } from '../../../db/changes.ts';
import { listBackendsOfLearner, blankPersonalData } from '../../../db/retirement.ts';
import type { AppDeps } from '../../app-deps.ts';
import { empty } from '../../schemas/fields.ts';
import { pathId } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

const params = z.object({ user_id: pathId.meta({ description: 'Id of the learner in the LMS', example: '42' }) });
const outcome = z
  .record(z.string(), z.boolean())
  .meta({ example: { watchful: true } })
  .describe('For each back-end: whether it deleted the learner');

/** Whether a back-end deleted the learner's data; null when it keeps none. */
async function retireAt(deps: AppDeps, backend: string, userId: number): Promise<boolean | null> {
  try {
    return await deps.vendors.get(backend).retireUser(userId);
  } catch (error) {
    deps.logger.error({ err: error, backend, userId }, 'the vendor did not delete the learner');
    return false;
  }
}

/** What a vendor could not do at once is asked of it again until it is done, whether or not the caller repeats. */
async function askLater({ pool, clock }: AppDeps, backend: string, userId: number): Promise<void> {
  const payload = { userId, backend };
  await recordSettingsChangeOnce(pool, {
    subject: `retirement/${userId}`,
    kind: 'retirement-due',
    payload,
    at: clock(),
  });
}

/** rest-api §10.2 and §10.3; repeatable. */
export function retireUsers(app: App, deps: AppDeps): void {
  const config = { scope: 'retirementService', body: 'ignored' } as const;
  app.post(
    '/v1/retire_backend_user/:user_id(^\\d+$)/',
    {
      config,
      schema: {
        summary: "Have the proctoring providers delete a learner's data",
        description:
          'Each provider that knows the learner is asked at once. One that cannot delete now is asked again until it has.',
        operationId: 'retireAtProviders',
        params,
        response: { 200: outcome, 500: outcome },
      },
    },
    async (request, reply) => {
      const { user_id: userId } = request.params;
      const backends = await listBackendsOfLearner(deps.pool, userId);
      const outcomes = await Promise.all(
        backends.map(async (backend) => {
          const done = await retireAt(deps, backend, userId);
          if (done === false) await askLater(deps, backend, userId);
          return [backend, done] as const;
        }),
      );
      const told = Object.fromEntries(outcomes.flatMap(([backend, done]) => (done === null ? [] : [[backend, done]])));
      return await reply.code(Object.values(told).includes(false) ? 500 : 200).send(told);
    },
  );
  app.post(
    '/v1/retire_user/:user_id(^\\d+$)/',
    {
      config,
      schema: {
        summary: "Erase a learner's personal data: name, email address, allowances, reviews and reasons",
        description:
          'Attempts and results stay, without a person. Reviews that arrive later are kept without their text. Repeating it changes nothing.',
        operationId: 'retireUser',
        params,
        response: { 204: empty },
      },
    },
    async (request, reply) => {
      const { user_id: userId } = request.params;
      await blankPersonalData(deps.pool, userId);
      deps.onRetired?.(userId);
      return await reply.code(204).send(undefined);
    },
  );
}
