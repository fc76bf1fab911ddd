import { tokenUrlOf } from '../../vendors/rest/access-token.ts';

const TIMEOUT_MS = 10_000;

export interface VendorAccount {
  /** As `base_url` of the back-end. */
  baseUrl: string;
  clientId: string;
  clientSecret: string;
}

export interface CallOptions {
  json?: unknown;
  /** Sent as it is, in place of `json`. */
  text?: string;
  form?: Record<string, string>;
  headers?: Record<string, string>;
  /** What stands in `Authorization`; by default a token of the vendor's, null for none. */
  authorization?: string | null;
}

/** One answer of the vendor. */
export interface Exchange {
  /** `PATCH /api/v1/…`, for the report. */
  call: string;
  status: number;
  /** The body read as JSON; undefined if it is none. */
  json: unknown;
}

/** The vendor's server, called like the service calls it. Throws when there is no answer in ten seconds. */
export interface VendorServer {
  account: VendorAccount;
  tokenUrl: string;
  call: (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, options?: CallOptions) => Promise<Exchange>;
}

/** The object in an answer; an empty one if it holds something else. */
export function objectIn({ json }: Exchange): Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : {};
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function createVendorServer(account: VendorAccount): VendorServer {
  const baseUrl = account.baseUrl.replace(/\/+$/, '');
  const tokenUrl = tokenUrlOf(baseUrl);
  let token: string | null = null;

  async function fetchToken(): Promise<string> {
    const { clientId, clientSecret } = account;
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      token_type: 'jwt',
    });
    const answer = await fetch(tokenUrl, { method: 'POST', body, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const found = readJson(await answer.text()) as { access_token?: unknown } | undefined;
    if (typeof found?.access_token !== 'string') throw new Error(`POST ${tokenUrl} gave no token (${answer.status})`);
    return found.access_token;
  }

  return {
    account,
    tokenUrl,
    async call(method, path, { json, text, form, headers = {}, authorization } = {}) {
      const url = path.startsWith('http') ? path : baseUrl + path;
      if (authorization === undefined) token ??= await fetchToken();
      const bearer = authorization === undefined ? `JWT ${token}` : authorization;
      const body = form ? new URLSearchParams(form) : (text ?? (json === undefined ? null : JSON.stringify(json)));
      try {
        const answer = await fetch(url, {
          method,
          redirect: 'manual',
          signal: AbortSignal.timeout(TIMEOUT_MS),
          headers: {
            ...(typeof body === 'string' && { 'content-type': 'application/json' }),
            ...headers,
            ...(bearer !== null && { authorization: bearer }),
          },
          body,
        });
        return { call: `${method} ${path}`, status: answer.status, json: readJson(await answer.text()) };
      } catch (error) {
        const isLate = error instanceof Error && error.name === 'TimeoutError';
        throw new Error(`${method} ${path}: ${isLate ? 'no answer within 10 seconds' : 'no answer'}`, { cause: error });
      }
    },
  };
}
