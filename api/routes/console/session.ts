import { z } from 'zod';
import { createCsrf } from '../../auth/csrf.ts';
import { createSessions } from '../../auth/sessions.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { AppDeps } from '../../app-deps.ts';
import { noQuery } from '../../schemas/console/query.ts';
import { sessionOffer, sessionStarted } from '../../schemas/console/session.ts';
import { empty } from '../../schemas/fields.ts';
import { OWN_PREFIX } from '../../wire/addresses.ts';
import type { App } from '../app-instance.ts';

const start = z
  .object({ person: z.string().max(255).describe('User name of one of the people of `getSession`') })
  .meta({ example: { person: 'carol' } });

/**
 * Sessions of the console: for the people whom the local stack names, or by the OpenID provider (`oidc.ts`). Whoever has
 * the LMS's cookies or a token needs none.
 */
export function session(app: App, { config, clock }: AppDeps): void {
  const csrf = createCsrf(config);
  const sessions = createSessions(config, clock);

  app.get(
    '/session',
    {
      config: { scope: 'anyone' },
      schema: {
        summary: 'Get how to sign in to the console',
        description: 'Also sets the CSRF token as a cookie; every write by a cookie repeats it in `X-CSRFToken`.',
        operationId: 'getSession',
        querystring: noQuery,
        response: { 200: sessionOffer.describe('Ways to sign in') },
      },
    },
    async (request, reply) => ({
      people: config.auth.sessionPeople.map(({ preferred_username, name, roles, administrator }) => ({
        username: preferred_username,
        name: name ?? preferred_username,
        roles: [...(administrator ? ['administrator'] : []), ...(roles ?? [])],
      })),
      provider: config.auth.oidc && { start: `${OWN_PREFIX}/session/start` },
      csrf_token: csrf.issue(request, reply),
    }),
  );

  app.post(
    '/session/start',
    {
      config: { scope: 'anyone', errors: ['csrf_failed', 'session_unavailable'] },
      schema: {
        summary: 'Start a session of the console',
        description: 'For the people of the local stack only.',
        operationId: 'startSession',
        querystring: noQuery,
        body: start,
        response: { 200: sessionStarted.describe('The session has started') },
      },
    },
    async (request, reply) => {
      csrf.check(request);
      const wanted = request.body.person;
      const person = config.auth.sessionPeople.find(({ preferred_username: name }) => name === wanted);
      if (!person) throw new ApiError('session_unavailable');
      return { username: wanted, expires_at: await sessions.start(reply, person) };
    },
  );

  app.post(
    '/session/renew',
    {
      config: { scope: 'anyone', errors: ['csrf_failed', 'session_over'], body: 'ignored' },
      schema: {
        summary: 'Let the session of the console hold for longer',
        description: 'At most until a day after the person signed in.',
        operationId: 'renewSession',
        response: { 200: sessionStarted.describe('The session goes on') },
      },
    },
    async (request, reply) => {
      csrf.check(request);
      const renewed = await sessions.renew(request, reply).catch(() => null);
      if (!renewed) throw new ApiError('session_over');
      return { username: renewed.username, expires_at: renewed.expiresAt };
    },
  );

  app.post(
    '/session/end',
    {
      config: { scope: 'anyone', errors: ['csrf_failed'], body: 'ignored' },
      schema: {
        summary: 'End the session of the console',
        description: 'Does nothing without one.',
        operationId: 'endSession',
        querystring: noQuery,
        response: { 204: empty.describe('There is no session any more') },
      },
    },
    async (request, reply) => {
      csrf.check(request);
      sessions.end(reply);
      return await reply.code(204).send();
    },
  );
}
