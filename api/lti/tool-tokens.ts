import { errors, jwtVerify, type FetchImplementation, type JWTPayload } from 'jose';
import { Agent, request } from 'undici';
import type { LtiTool } from '../../vendors/lti/tool.ts';
import { KeySetUnavailableError, createKeySet, type VerifyWithKeySet } from '../auth/key-set.ts';
import { PAIR_ALGORITHMS } from '../auth/try-keys.ts';
import { ApiError } from '../errors/api-error.ts';

/** How far a tool's clock may be from ours. */
export const SKEW_SECONDS = 60;
/** No token of a tool is older or holds for longer. */
const LONGEST_LIFE_SECONDS = 24 * 60 * 60;
const LONGEST_TOKEN = 16 * 1024;

const LARGEST_KEY_SET_BYTES = 256 * 1024;
const TIMEOUT_MS = 3_000;

/** What a token is checked against besides its signature. */
export interface Expected {
  /** Names of ours, one of which it must be addressed to. */
  audience: readonly string[];
  /** Epoch milliseconds. */
  now: number;
}

/** Checks tokens that LTI tools have signed. */
export interface ToolTokens {
  /**
   * The claims of a token of this tool, which names it as issuer. Throws `tool_token_invalid`, and `sign_in_unavailable` when the
   * tool's keys cannot be read now.
   */
  verify(tool: LtiTool, token: string, expected: Expected): Promise<JWTPayload>;
}

/** A tool's keys come from the address in the settings and from nowhere else: no redirect leads to our own network. */
function createBoundedFetch(): FetchImplementation {
  const dispatcher = new Agent({ connect: { timeout: TIMEOUT_MS }, maxResponseSize: LARGEST_KEY_SET_BYTES });
  return async (url, { signal, headers }) => {
    const init = { method: 'GET', headers: Object.fromEntries(headers), signal, dispatcher } as const;
    const { statusCode: status, body } = await request(url, init);
    return new Response(await body.text(), { status });
  };
}

/** Neither from the future nor for ever. */
function isTimely({ iat = NaN, exp = NaN }: JWTPayload, now: number): boolean {
  const seconds = now / 1000;
  return (
    iat <= seconds + SKEW_SECONDS &&
    seconds - iat <= LONGEST_LIFE_SECONDS &&
    exp > iat &&
    exp - iat <= LONGEST_LIFE_SECONDS
  );
}

export function createToolTokens(): ToolTokens {
  const fetchKeys = createBoundedFetch();
  const sets = new Map<string, VerifyWithKeySet>();

  function setAt(url: string): VerifyWithKeySet {
    const known = sets.get(url) ?? createKeySet(url, { timeoutMs: TIMEOUT_MS, fetchKeys });
    sets.set(url, known);
    return known;
  }

  return {
    async verify({ clientId, keys }, token, { audience, now }) {
      const checks = {
        issuer: clientId,
        audience: [...audience],
        requiredClaims: ['iat', 'exp'],
        clockTolerance: SKEW_SECONDS,
        currentDate: new Date(now),
      };
      if (token.length > LONGEST_TOKEN) throw new ApiError('tool_token_invalid');
      try {
        const { payload } = await ('publicKey' in keys
          ? jwtVerify(token, keys.publicKey, { ...checks, algorithms: [...PAIR_ALGORITHMS] })
          : setAt(keys.jwksUrl)(token, checks));
        if (!isTimely(payload, now)) throw new ApiError('tool_token_invalid');
        return payload;
      } catch (cause) {
        if (cause instanceof KeySetUnavailableError) throw new ApiError('sign_in_unavailable', { cause });
        if (cause instanceof errors.JOSEError) throw new ApiError('tool_token_invalid', { cause });
        throw cause;
      }
    },
  };
}
