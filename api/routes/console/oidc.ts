import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { createOpenIdSignIn } from '../../auth/oidc.ts';
import { createSessions } from '../../auth/sessions.ts';
import { createSignInCookie } from '../../auth/sign-in-cookie.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ownUrl } from '../../own-url.ts';
import { query } from '../../schemas/console/query.ts';
import { OWN_PREFIX } from '../../wire/addresses.ts';
import type { App } from '../app-instance.ts';

const HOME = '/console/';

/** An address of the console and no other, so that nobody is led elsewhere by a link that looks like ours. */
function ownPath(wanted: string | undefined): string {
  const path = wanted ?? HOME;
  const base = 'https://console.invalid';
  if (!path.startsWith(HOME) || path.includes('\\') || !URL.canParse(path, base)) return HOME;
  const { origin, pathname, search } = new URL(path, base);
  return origin === base && pathname.startsWith(HOME) ? pathname + search : HOME;
}

/** Why the sign-in page is shown again. */
const backWith = (problem: 'failed' | 'unavailable') => `${HOME}?sign_in=${problem}`;

/** Signing in to the console by an OpenID provider, for browsers: every answer leads somewhere. */
export function oidc(app: App, { config, clock }: AppDeps): void {
  const { oidc: settings } = config.auth;
  const signIn = settings && createOpenIdSignIn(() => config.auth.oidc ?? settings, config);
  const cookie = createSignInCookie(config, clock);
  const sessions = createSessions(config, clock);
  const callback = (request: FastifyRequest) => `${ownUrl(config, request)}${OWN_PREFIX}/session/callback`;
  const found = { 302: z.undefined().describe('On to the provider, or to the console') };

  app.get(
    '/session/start',
    {
      config: { scope: 'anyone', errors: ['session_unavailable'] },
      schema: {
        summary: 'Sign in to the console by the OpenID provider',
        description: 'For browsers. Afterwards they are at `return_to`, if that is a page of the console.',
        operationId: 'startSignIn',
        querystring: query({
          return_to: z.string().max(2000).optional().describe('Page of the console, such as `/console/log`'),
        }),
        response: found,
      },
    },
    async (request, reply) => {
      if (!signIn) throw new ApiError('session_unavailable');
      try {
        const { url, underWay } = await signIn.begin(callback(request), ownPath(request.query.return_to));
        await cookie.set(reply, underWay);
        return await reply.redirect(url, 302);
      } catch (error) {
        request.log.warn({ err: error }, 'the OpenID provider cannot be reached');
        return await reply.redirect(backWith('unavailable'), 302);
      }
    },
  );

  app.get(
    '/session/callback',
    {
      config: { scope: 'anyone', errors: ['session_unavailable'] },
      schema: {
        summary: 'Come back from the OpenID provider',
        description:
          'The provider sends browsers here. What it adds to the address is checked against what the browser remembers.',
        operationId: 'finishSignIn',
        response: found,
      },
    },
    async (request, reply) => {
      if (!signIn) throw new ApiError('session_unavailable');
      const underWay = await cookie.take(request, reply);
      if (!underWay) return await reply.redirect(backWith('failed'), 302);
      try {
        const cameBackTo = new URL(callback(request));
        cameBackTo.search = new URL(request.url, cameBackTo).search;
        const person = await signIn.finish(cameBackTo, underWay);
        await sessions.start(reply, person);
        return await reply.redirect(underWay.returnTo, 302);
      } catch (error) {
        request.log.warn({ err: error }, 'a sign-in by the OpenID provider failed');
        return await reply.redirect(backWith('failed'), 302);
      }
    },
  );
}
