import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { ApiError } from '../errors/api-error.ts';
import type { Authenticate, Caller } from '../ports.ts';

/** Finds out who calls, before anything of the request is read; refuses everybody else with 403 (rest-api §2.2). */
export const authentication = fp(async (app: FastifyInstance, { authenticate }: { authenticate: Authenticate }) => {
  app.decorateRequest('signedIn', null);
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.anonymous || request.is404) return;
    request.signedIn = await authenticate(request);
    if (request.signedIn === null) throw new ApiError('not_authenticated');
  });
});

/** The caller of a route that needs a login. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.signedIn === null) throw new ApiError('not_authenticated');
  return request.signedIn;
}

/** For a route's `onRequest`: global staff only, checked before the body is looked at. */
export async function globalStaffOnly(request: FastifyRequest): Promise<void> {
  if (!callerOf(request).isGlobalStaff) throw new ApiError('staff_only');
}

/** Staff of the course that the thing acted on belongs to, or global staff (rest-api §2.3, design §6). */
export async function requireCourseStaff(caller: Caller, courseId: string): Promise<void> {
  if (!caller.isGlobalStaff && !(await caller.courseStaffOf(courseId))) throw new ApiError('staff_only');
}
