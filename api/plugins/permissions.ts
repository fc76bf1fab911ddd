import type { FastifyInstance, preHandlerAsyncHookHandler, RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import type { AppDeps } from '../app-deps.ts';
import { addErrors } from '../errors/route-errors.ts';
import { throwIfInvalid } from '../errors/throw-if-invalid.ts';
import { createChecks, type Check, type Stage } from '../permissions/checks.ts';
import { factsOf, type Scope } from '../permissions/scopes.ts';

/** A route as it was registered, with who may call it. */
export interface ScopedRoute {
  method: string;
  url: string;
  scope: Scope;
  isHidden: boolean;
}

/**
 * Makes the check and keeps what it loaded. On routes with `attachValidation` it comes after the path has been validated
 * and before the body's errors are reported, so that callers without permission learn nothing else.
 */
function hookOf(stage: Stage, check: Check): preHandlerAsyncHookHandler {
  if (stage !== 'preHandler') return async (request, reply) => void (await check(request, reply));
  return async (request, reply) => {
    throwIfInvalid(request, 'params');
    request.granted = await check(request, reply);
    throwIfInvalid(request, 'body');
  };
}

/** The route's own hooks of that stage come first. */
function addHook(route: RouteOptions, stage: Stage, hook: preHandlerAsyncHookHandler): void {
  const own = [route[stage] ?? []].flat();
  Object.assign(route, { [stage]: [...own, hook] });
}

/** Registers no route that does not say who may call it, and checks that before its handler runs. */
export const permissions = fp(
  async (app: FastifyInstance, { deps }: { deps: AppDeps }) => {
    const checks = createChecks(deps);
    const scopedRoutes: ScopedRoute[] = [];
    app.decorate('scopedRoutes', scopedRoutes);
    app.decorateRequest('granted', null);
    app.addHook('onRoute', (route) => {
      const { url, config, schema } = route;
      const scope = config?.scope;
      if (scope === undefined) throw new Error(`The route ${url} does not say who may call it: give it a scope.`);
      const known = checks[scope];
      if (typeof known !== 'string') addHook(route, known.stage, hookOf(known.stage, known.check));
      const { refusals, unknown, isOpen, about, refusesBare } = factsOf(scope);
      addErrors(route, [...refusals, ...unknown]);
      if (refusesBare) route.config = { ...route.config, bareErrors: refusals };
      // Guessing a secret is limited, and checking one needs the database.
      if (isOpen && about !== null) addErrors(route, ['too_many_requests', 'database_unavailable']);
      const isHidden = schema !== undefined && 'hide' in schema && schema.hide === true;
      for (const method of [route.method].flat()) scopedRoutes.push({ method, url, scope, isHidden });
    });
  },
  { name: 'permissions', dependencies: ['authentication', 'documentation'] },
);
