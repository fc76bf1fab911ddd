import type { RouteOptions } from 'fastify';
import type { ErrorCode } from './catalogue.ts';

/** What the workflow of an attempt can answer to a message, whatever the event. */
export const MESSAGE_ERRORS = [
  'attempt_not_found',
  'illegal_transition',
  'invalid_event',
  'temporal_unavailable',
  'changes_queued',
  'service_unavailable',
] as const satisfies ErrorCode[];

/** What it can also answer if the proctoring provider is asked first. */
export const VENDOR_ERRORS = [
  'vendor_refused',
  'vendor_unavailable',
  'backend_not_configured',
] as const satisfies ErrorCode[];

/** What the rules for creations can refuse with. */
export const CREATION_ERRORS = [
  'attempt_already_exists',
  'exam_not_found',
  'exam_past_due',
  'exam_past_due_proctored',
  'proctoring_not_permitted',
] as const satisfies ErrorCode[];

/** Says in a route's configuration that it can answer with these errors too, so that its documentation lists them. */
export function addErrors(route: Pick<RouteOptions, 'config'>, codes: readonly ErrorCode[]): void {
  const { config } = route;
  route.config = { ...config, errors: [...new Set([...(config?.errors ?? []), ...codes])] };
}
