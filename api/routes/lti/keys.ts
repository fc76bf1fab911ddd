import type { z } from 'zod';
import { ADDRESSES } from '../../lti/addresses.ts';
import { toolByAddress } from '../../lti/tools.ts';
import type { AppDeps } from '../../app-deps.ts';
import { publicKeySet, registrationParams } from '../../schemas/lti/registration.ts';
import type { App } from '../app-instance.ts';

/** Long enough for a class that starts at once, and short enough for a change of keys. */
const MAX_AGE_SECONDS = 300;

/** What tools check our messages with (edx-exams §6). */
export function ltiKeys(app: App, deps: AppDeps): void {
  app.get(
    `${ADDRESSES.keys}/:registration`,
    {
      config: { scope: 'anyone', errors: ['tool_unknown'] },
      schema: {
        summary: 'Get the public keys of this platform, for an LTI tool',
        description: 'Enter this address at the tool, which checks with the keys what this platform has signed.',
        operationId: 'getLtiKeys',
        params: registrationParams,
        response: { 200: publicKeySet.describe('The keys, the newest first') },
      },
    },
    async (request, reply) => {
      toolByAddress(deps, request.params.registration);
      void reply.header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`);
      return (await deps.lti.publicKeys()) as z.output<typeof publicKeySet>;
    },
  );
}
