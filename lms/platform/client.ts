import { Agent, fetch, type RequestInit } from 'undici';
import { z } from 'zod';
import { LmsUnavailableError } from '../port.ts';
import type { PlatformAnswer } from './port.ts';

export interface PlatformClientOptions {
  /** Base address of Open edX. */
  url: string;
  clientId: string;
  /** Asked for with each new token. */
  clientSecret: () => string;
  /** Epoch milliseconds, for the age of the token. */
  now: () => number;
  timeoutMs?: number;
}

/** Sends one request below the base address in the name of our account there. */
export type PlatformClient = (method: 'GET' | 'PATCH', path: string, body?: unknown) => Promise<PlatformAnswer>;

const TIMEOUT_MS = 2_000;
/** After a failure, so that an outage does not slow down every page by the timeout. */
const REST_MS = 5_000;
const RENEWED_BEFORE_EXPIRY_MS = 5_000;
const LARGEST_ANSWER_BYTES = 4 * 1024 * 1024;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

function bodyOf(text: string): unknown {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

/** Calls Open edX with a token by client credentials; throws `LmsUnavailableError` when it does not answer or answers 5xx. */
export function createPlatformClient(options: PlatformClientOptions): PlatformClient {
  const { now, timeoutMs = TIMEOUT_MS } = options;
  const base = options.url.replace(/\/+$/, '');
  const dispatcher = new Agent({ maxResponseSize: LARGEST_ANSWER_BYTES });
  let token: { text: string; renewAt: number } | null = null;
  let restsUntil = 0;

  async function send(path: string, init: RequestInit): Promise<PlatformAnswer> {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(base + path, { ...init, redirect: 'error', dispatcher, signal });
    const text = await response.text();
    if (response.status >= 500) throw new Error(`Open edX answered ${response.status}`);
    return { status: response.status, body: bodyOf(text) };
  }

  async function freshToken(): Promise<string> {
    if (token && now() < token.renewAt) return token.text;
    const askedAt = now();
    const { status, body } = await send('/oauth2/access_token', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: options.clientId,
        client_secret: options.clientSecret(),
        token_type: 'jwt',
      }),
    });
    const parsed = tokenAnswer.safeParse(body);
    if (!parsed.success) throw new Error(`Open edX answered ${status} without a token`);
    const { access_token: text, expires_in: lifetime } = parsed.data;
    token = { text, renewAt: askedAt + lifetime * 1000 - RENEWED_BEFORE_EXPIRY_MS };
    return text;
  }

  return async (method, path, body) => {
    if (performance.now() < restsUntil) throw new LmsUnavailableError('Open edX did not answer a moment ago');
    try {
      const headers = { authorization: `JWT ${await freshToken()}`, accept: 'application/json' };
      const answer =
        body === undefined
          ? await send(path, { method, headers })
          : await send(path, {
              method,
              headers: { ...headers, 'content-type': 'application/json' },
              body: JSON.stringify(body),
            });
      // These are about our account, not about the person for whom we ask.
      if (answer.status === 401 || answer.status === 403) {
        token = null;
        throw new Error(`Open edX refused our account: ${answer.status}`);
      }
      return answer;
    } catch (cause) {
      restsUntil = performance.now() + REST_MS;
      throw new LmsUnavailableError(`Open edX did not answer: ${method} of its exams`, { cause });
    }
  };
}
