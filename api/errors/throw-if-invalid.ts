import type { FastifyRequest } from 'fastify';

/**
 * For routes with `attachValidation`, which must look at permissions before they complain about the request: throws what
 * the validation of that part of the request found.
 */
export function throwIfInvalid(request: FastifyRequest, part: 'params' | 'body' | 'querystring' | 'headers'): void {
  const error = request.validationError;
  if (error && error.validationContext === part) throw error;
}
