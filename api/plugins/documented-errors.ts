import type { FastifyContextConfig } from 'fastify';
import { CATALOGUE, type ErrorCode } from '../errors/catalogue.ts';
import { statusOf } from '../errors/status.ts';

type Responses = Record<string, object>;

const ERROR = { $ref: '#/components/schemas/Error' };
const RETRY_AFTER = { 'Retry-After': { type: 'integer', description: 'Seconds to wait before trying again' } };

const isRetried = (code: ErrorCode) => code === 'too_many_requests' || 'retryAfter' in CATALOGUE[code];

const descriptionOf = (own: object | undefined) =>
  own && 'description' in own && typeof own.description === 'string' ? own.description : null;

function answerWith(codes: readonly ErrorCode[], own: object | undefined): object {
  const list = `Error code${codes.length > 1 ? 's' : ''}: ${codes.map((code) => `\`${code}\``).join(', ')}`;
  const special = descriptionOf(own);
  return {
    ...(own
      ? { anyOf: [own, ERROR], 'x-response-description': special === null ? list : `${special}. Otherwise ${list}` }
      : { ...ERROR, description: list }),
    ...(codes.some(isRetried) && { headers: RETRY_AFTER }),
  };
}

/** Adds the errors that a route can answer with to its answers, by status; answers of its own form stay beside them. */
export function withErrors(
  own: Responses,
  { errors: codes = [], statuses }: Pick<FastifyContextConfig, 'errors' | 'statuses'>,
): Responses {
  const byStatus = Object.groupBy(codes, (code) => statusOf(code, statuses));
  const errors = Object.entries(byStatus).map(
    ([status, list = []]) => [status, answerWith(list, own[status])] as const,
  );
  return { ...own, ...Object.fromEntries(errors) };
}
