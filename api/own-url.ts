import type { FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { ApiError } from './errors/api-error.ts';

/**
 * Where others reach this service, without a slash at the end: its public address, or the one that the request names. Throws
 * `request_malformed` if that is none.
 */
export function ownUrl(
  { api }: Pick<Config, 'api'>,
  { protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>,
): string {
  if (api.publicUrl !== undefined) return api.publicUrl.replace(/\/+$/, '');
  const named = `${protocol}://${host}`;
  if (!URL.canParse(named)) throw new ApiError('request_malformed');
  return named;
}

/** The address at which a request came, as others see it. Throws like `ownUrl`. */
export function ownAddress(
  config: Pick<Config, 'api'>,
  request: Pick<FastifyRequest, 'url' | 'protocol' | 'host'>,
): URL {
  return new URL(request.url, ownUrl(config, request));
}
