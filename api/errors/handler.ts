import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { refusalPage, sendPage } from '../lti/pages.ts';
import { ApiError } from './api-error.ts';
import type { ErrorCode } from './catalogue.ts';
import { fieldErrors, sentenceOf } from './field-errors.ts';
import { fromDependency } from './from-dependency.ts';
import { CHALLENGE, statusOf } from './status.ts';

/** Fastify's own errors, by their code. */
const FRAMEWORK: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_REQ_FILE_TOO_LARGE: 'body_too_large',
  FST_FILES_LIMIT: 'body_too_large',
  FST_FIELDS_LIMIT: 'body_too_large',
  FST_PARTS_LIMIT: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'body_malformed',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'media_type_unsupported',
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
};

function fromValidation(error: unknown, request: FastifyRequest): ApiError | null {
  if (!hasZodFastifySchemaValidationErrors(error)) return null;
  const issues = error.validation.map(({ instancePath, message = '' }) => ({
    path: instancePath.split('/').filter(Boolean),
    message,
  }));
  if (error.validationContext === 'params') return new ApiError('not_found');
  return request.routeOptions.config.fieldErrors
    ? new ApiError('validation_failed', { body: fieldErrors(issues) })
    : new ApiError('validation_failed', { detail: `The request is not valid: ${sentenceOf(issues)}` });
}

function fromFramework(error: unknown): ApiError | null {
  if (!(error instanceof Error) || !('statusCode' in error || 'code' in error)) return null;
  const { code: given, statusCode } = error as FastifyError;
  const code = FRAMEWORK[given];
  if (code) return new ApiError(code, { cause: error });
  if (statusCode === 429) return new ApiError('too_many_requests');
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500
    ? new ApiError('body_malformed', { cause: error })
    : null;
}

/** Finds the catalogue's answer to a thrown error. */
export function toApiError(error: unknown, request?: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error;
  // The client went away in the middle; system errors of its connection look like those of the database.
  if (request && request.raw.errored === error) return new ApiError('request_malformed', { cause: error });
  return (
    (request && fromValidation(error, request)) ??
    fromDependency(error) ??
    fromFramework(error) ??
    new ApiError('internal_error', { cause: error })
  );
}

/** The one error handler: sends the catalogue's answer, logs our own faults, and never shows a vendor's message. */
export function handleError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const answer = toApiError(error, request);
  const status = statusOf(answer.code, request.routeOptions?.config?.statuses);
  if (status >= 500) request.log.error({ err: answer.cause ?? answer, code: answer.code }, 'request failed');
  void reply.code(status).header('Cache-Control', 'no-store').headers(answer.headers);
  // Fastify closes the connection then, and a client that still sends loses the answer; what it sends is thrown away instead.
  if (answer.code === 'body_too_large') void reply.removeHeader('connection');
  if (status === 401 && answer.status !== 401) void reply.headers(CHALLENGE);
  if (request.routeOptions?.config?.answersInPages) return sendPage(reply, refusalPage(answer.message));
  return answer.body === null ? reply.send() : reply.type('application/json').send(JSON.stringify(answer.body));
}
