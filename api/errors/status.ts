import type { FastifyContextConfig } from 'fastify';
import { CATALOGUE, type ErrorCode } from './catalogue.ts';

type Statuses = Partial<Record<ErrorCode, number>>;

/** The status with which an error is answered: the catalogue's, unless the route's dialect has another. */
export function statusOf(code: ErrorCode, statuses: FastifyContextConfig['statuses']): number {
  return statuses?.[code] ?? CATALOGUE[code].status;
}

/** What a client that is not signed in is told besides, where that is 401. */
export const CHALLENGE = { 'WWW-Authenticate': 'JWT realm="api"' } as const;

/** Below the prefixes of edx-exams and of the instructor dashboard nobody is signed in at 401, and what is against the rules of an exam is 400 (edx-exams §1). */
export const EXAMS_STATUSES = {
  not_authenticated: 401,
  token_invalid: 401,
  token_expired: 401,
  csrf_failed: 401,
  exam_past_due: 400,
  start_past_due: 400,
  proctoring_not_permitted: 400,
} as const satisfies Statuses;
