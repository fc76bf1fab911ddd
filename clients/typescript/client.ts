import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.ts';

export type Schemas = components['schemas'];
export type ProctoringClient = Client<paths>;

export interface ClientOptions {
  /** Address of the service, without a path. */
  baseUrl: string;
  /** The sign-in token (JWT); asked for with every call, so that it can be renewed. */
  token: () => string | Promise<string>;
  /** Of these, each at most once, waits before a call is tried again that was answered 429 or 503; in milliseconds. */
  pauses?: readonly number[];
}

const PAUSES = [500, 1_000, 2_000, 4_000];
const PASSING: ReadonlySet<number> = new Set([429, 503]);

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Tries again after what passes, as long as `Retry-After` says at least; a request and its key stay the same. */
function fetchPatiently(pauses: readonly number[]): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    for (const wait of pauses) {
      const response = await fetch(request.clone());
      if (!PASSING.has(response.status)) return response;
      const seconds = Number(response.headers.get('retry-after') ?? 0);
      await pause(Math.max(wait, seconds * 1000));
    }
    return await fetch(request);
  };
}

/**
 * A client of the whole API, typed by its description: `client.GET('/api/…', { params })` answers `{ data, error, response }`.
 * It signs each call, gives each write an `Idempotency-Key`, and tries again what was answered 429 or 503.
 */
export function createProctoringClient({ baseUrl, token, pauses = PAUSES }: ClientOptions): ProctoringClient {
  const client = createClient<paths>({ baseUrl, fetch: fetchPatiently(pauses) });
  client.use({
    async onRequest({ request }) {
      request.headers.set('authorization', `JWT ${await token()}`);
      const isWrite = !['GET', 'HEAD'].includes(request.method);
      if (isWrite && !request.headers.has('idempotency-key'))
        request.headers.set('idempotency-key', crypto.randomUUID());
      return request;
    },
  });
  return client;
}
