import { VendorUnavailableError } from '../errors.ts';
import type { VendorAnswer, VendorHttp, VendorRequest } from '../http.ts';
import type { AccessTokens } from './access-token.ts';

const DEFAULT_LANGUAGE = 'en-us';

interface RestRequest {
  method: VendorRequest['method'];
  path: string;
  json?: unknown;
  headers?: Record<string, string>;
  /** As in a `VendorRequest`. */
  onLateAnswer?: (answer: VendorAnswer) => void;
}

/** Makes an authenticated call; `purpose` names it in errors. Throws `VendorUnavailableError`. */
export type RestClient = (purpose: string, restRequest: RestRequest) => Promise<VendorAnswer>;

/** Calls with the vendor's token; if the vendor no longer accepts it, it is renewed once. */
export function createRestClient(baseUrl: string, http: VendorHttp, tokens: AccessTokens): RestClient {
  async function attempt(purpose: string, { method, path, json, headers, onLateAnswer }: RestRequest) {
    const token = await tokens.current();
    const answer = await http(purpose, {
      method,
      url: baseUrl + path,
      headers: {
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
        authorization: `JWT ${token}`,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(onLateAnswer && { onLateAnswer }),
    });
    if (answer.status === 401) tokens.drop(token);
    return answer;
  }

  return async (purpose, restRequest) => {
    const answer = await attempt(purpose, restRequest);
    if (answer.status !== 401) return answer;
    const second = await attempt(purpose, restRequest);
    if (second.status === 401) throw new VendorUnavailableError(`${purpose}: the vendor accepts no token of its own`);
    return second;
  };
}

/** `Accept-Language` as vendors know it (vendors §6.3): `en-us`, or another language with it behind a semicolon. */
export function languageHeaderOf(language: string = DEFAULT_LANGUAGE): { 'accept-language': string } {
  const value = language === DEFAULT_LANGUAGE ? language : `${language};${DEFAULT_LANGUAGE}`;
  return { 'accept-language': value };
}
