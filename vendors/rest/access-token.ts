import { z } from 'zod';
import { objectOf } from '../answer-json.ts';
import { VendorUnavailableError } from '../errors.ts';
import type { VendorHttp } from '../http.ts';

const RENEWED_BEFORE_EXPIRY_MS = 5_000;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

export interface AccessTokens {
  /** The current token, fetched if there is none; throws `VendorUnavailableError` if the vendor gives none. */
  current(): Promise<string>;
  /** Drops a token that the vendor no longer accepts. */
  drop(token: string): void;
}

interface AccessTokenDependencies {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  http: VendorHttp;
  now: () => number;
}

/**
 * Tokens by client credentials, cached until 5 s before they expire (vendors §6.2). Refused credentials count as
 * unavailable: once an operator corrects them, waiting calls go through.
 */
export function createAccessTokens({
  baseUrl,
  clientId,
  clientSecret,
  http,
  now,
}: AccessTokenDependencies): AccessTokens {
  const url = tokenUrlOf(baseUrl);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    token_type: 'jwt',
  });
  let cached: { token: string; renewAt: number } | null = null;
  let pending: Promise<string> | null = null;

  async function fetchToken(): Promise<string> {
    // Counted from before the request, so that a slow answer cannot make a token look newer than it is.
    const askedAt = now();
    const answer = await http('get token', {
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    });
    const parsed = tokenAnswer.safeParse(objectOf(answer));
    if (answer.status !== 200 || !parsed.success) {
      throw new VendorUnavailableError(`get token: answered ${answer.status} without a token`);
    }
    const { access_token: token, expires_in: lifetime } = parsed.data;
    cached = { token, renewAt: askedAt + lifetime * 1000 - RENEWED_BEFORE_EXPIRY_MS };
    return token;
  }

  return {
    async current() {
      if (cached && now() < cached.renewAt) return cached.token;
      pending ??= fetchToken().finally(() => {
        pending = null;
      });
      return pending;
    },
    drop(token) {
      if (cached?.token === token) cached = null;
    },
  };
}

/** If the base already ends in part of the token's path, only the rest is added. */
export function tokenUrlOf(baseUrl: string): string {
  if (baseUrl.endsWith('/access_token')) return baseUrl;
  return baseUrl.endsWith('/oauth2') ? `${baseUrl}/access_token` : `${baseUrl}/oauth2/access_token`;
}
