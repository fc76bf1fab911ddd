import type { FastifyInstance, HTTPMethods } from 'fastify';
import { isOpen } from '../permissions/scopes.ts';
import { ApiError } from '../errors/api-error.ts';
import { ANONYMOUS_BODY } from '../http-limits.ts';

/** Methods used by any of our addresses. */
export const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Collects the routes that are added to `app` from now on; the function it answers gives each address an answer for
 * the methods it lacks: 405 with `Allow`, and 200 for OPTIONS, which browsers ask without credentials.
 */
export function collectMethods(app: FastifyInstance): () => void {
  const methodsOf = new Map<string, { methods: Set<string>; isOpen: boolean }>();
  app.addHook('onRoute', ({ routePath: url, method, config }) => {
    const seen = methodsOf.get(url) ?? { methods: new Set(), isOpen: isOpen(config) };
    for (const name of [method].flat()) seen.methods.add(name);
    methodsOf.set(url, seen);
  });
  return () => {
    for (const [url, { methods, isOpen: isOpenAddress }] of Array.from(methodsOf)) {
      const allow = METHODS.filter((name) => methods.has(name) || name === 'OPTIONS').join(', ');
      const config = { scope: isOpenAddress ? ('anyone' as const) : ('signedIn' as const), body: 'ignored' as const };
      const unread = { bodyLimit: ANONYMOUS_BODY.ignored, schema: { hide: true } };
      app.options(url, { ...unread, config: { ...config, scope: 'anyone' } }, async (_request, reply) =>
        reply.code(200).header('Allow', allow).send(),
      );
      app.route({
        url,
        method: METHODS.filter((name) => !methods.has(name) && name !== 'OPTIONS'),
        ...unread,
        config,
        handler: async (request) => {
          throw new ApiError('method_not_allowed', {
            detail: `Method "${request.method}" not allowed.`,
            headers: { Allow: allow },
          });
        },
      });
    }
  };
}
