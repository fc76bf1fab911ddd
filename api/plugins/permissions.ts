import type { FastifyInstance, FastifyRequest, preHandlerAsyncHookHandler, RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import { z } from 'zod';
import { factsOf, type Scope } from '../auth/scopes.ts';
import { ApiError } from '../errors/api-error.ts';
import type { AppDeps } from '../app-deps.ts';
import { loadOwnAttempt } from '../attempts/own-attempt.ts';
import { callerOf, requireCourseStaff } from './authentication.ts';

/** The path's parameters as the route's schema has read them. */
const courseIn = z.object({ course: z.string() });
const RETIREMENT_GROUP = 'retirement';

/** A route as it was registered, with who may call it. */
export interface ScopedRoute {
  method: string;
  url: string;
  scope: Scope;
  isHidden: boolean;
}

type Check = (request: FastifyRequest) => Promise<void>;
type Stage = 'onRequest' | 'preValidation' | 'preHandler';

/** The one check of each scope, and when it is made: as soon as what it looks at is there. */
function checksFor(deps: AppDeps): Partial<Record<Scope, { stage: Stage; check: Check }>> {
  return {
    globalStaff: {
      stage: 'onRequest',
      check: async (request) => {
        if (!callerOf(request).isGlobalStaff) throw new ApiError('staff_only');
      },
    },
    retirementService: {
      stage: 'preValidation',
      check: async (request) => {
        const { username, groups } = callerOf(request);
        const mayRetire = username === deps.config.auth.retirementWorker || groups.includes(RETIREMENT_GROUP);
        if (!mayRetire) throw new ApiError('retirement_only', { body: null });
      },
    },
    courseStaff: {
      stage: 'preHandler',
      check: async (request) => await requireCourseStaff(callerOf(request), courseIn.parse(request.params).course),
    },
    ownAttempt: { stage: 'preHandler', check: async (request) => await loadOwnAttempt(deps.pool, request) },
  };
}

/** The route's own hooks of that stage come first. */
function addHook(route: RouteOptions, stage: Stage, check: preHandlerAsyncHookHandler): void {
  const own = [route[stage] ?? []].flat();
  Object.assign(route, { [stage]: [...own, check] });
}

/** Registers no route that does not say who may call it, and checks that before its handler runs. */
export const permissions = fp(
  async (app: FastifyInstance, { deps }: { deps: AppDeps }) => {
    const checks = checksFor(deps);
    const scopedRoutes: ScopedRoute[] = [];
    app.decorate('scopedRoutes', scopedRoutes);
    app.addHook('onRoute', (route) => {
      const { url, config, schema } = route;
      const scope = config?.scope;
      if (scope === undefined) throw new Error(`The route ${url} does not say who may call it: give it a scope.`);
      const known = checks[scope];
      const facts = factsOf(scope);
      if (!known && !facts.isCheckedByRoute && facts.refusals.length > 0)
        throw new Error(`Nothing checks the scope ${scope}.`);
      if (known) addHook(route, known.stage, known.check);
      const isHidden = schema !== undefined && 'hide' in schema && schema.hide === true;
      for (const method of [route.method].flat()) scopedRoutes.push({ method, url, scope, isHidden });
    });
  },
  { name: 'permissions', dependencies: ['authentication', 'documentation'] },
);
