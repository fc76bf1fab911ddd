import type { FastifyRequest } from 'fastify';
import type { Config } from '../../config.ts';
import type { Attempt } from '../../db/attempts.ts';
import type { Bulk } from '../../db/bulks.ts';
import type { Exam } from '../../db/exams.ts';
import type { Subject } from './learner.ts';

/** What the check of a scope loaded, passed on to the route so that nothing is loaded or decided twice. */
export interface Granted {
  attempt?: Attempt;
  bulk?: Bulk;
  exam?: Exam;
  learner?: Subject;
  client?: Config['auth']['oauthClients'][number];
  /** The caller is let in as staff; the thing may also be their own. */
  asStaff?: boolean;
}

function handedOn<Name extends keyof Granted>(request: FastifyRequest, name: Name): NonNullable<Granted[Name]> {
  const value = request.granted?.[name];
  if (value === undefined) throw new Error(`The scope of ${request.routeOptions.url ?? ''} does not load: ${name}.`);
  return value;
}

/** The attempt that the request is about, as it is stored. */
export const attemptOf = (request: FastifyRequest) => handedOn(request, 'attempt');

/** The bulk act that the request is about. */
export const bulkOf = (request: FastifyRequest) => handedOn(request, 'bulk');

/** The learner that the request is about. */
export const learnerOf = (request: FastifyRequest) => handedOn(request, 'learner');

/** The vendor's account whose secret the request proved. */
export const clientOf = (request: FastifyRequest) => handedOn(request, 'client');

/** Whether the caller was let in as staff. */
export const isAsStaff = (request: FastifyRequest) => handedOn(request, 'asStaff');

/** The exam of the path, which belongs to the course of the path. */
export const grantedExamOf = (request: FastifyRequest) => handedOn(request, 'exam');

/** The exam that the request is about; null where the caller may act on any, so that it was not looked up. */
export const examOf = (request: FastifyRequest) => request.granted?.exam ?? null;
