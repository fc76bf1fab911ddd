import type { FastifyRequest } from 'fastify';
import type { Config } from '../../config.ts';
import { ApiError } from '../errors/api-error.ts';

const originOf = (address: string | undefined) =>
  address !== undefined && URL.canParse(address) ? new URL(address).origin : null;

/**
 * A learner's cookies come with every navigation, so these addresses are for links on pages of the platform alone: no other
 * page may end an exam. Throws `csrf_failed`. Browsers that do not say where they come from are let in.
 */
export function requireOwnPage({ api }: Pick<Config, 'api'>, { headers }: FastifyRequest): void {
  if (headers['sec-fetch-site'] !== 'cross-site') return;
  const origin = originOf(headers.referer);
  if (origin !== null && api.corsOrigins.includes(origin)) return;
  throw new ApiError('csrf_failed', { detail: 'Begin and end your exam on its own page.' });
}
