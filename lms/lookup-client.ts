import { Agent, request } from 'undici';
import { CONTRACT_BASE, type Lookup } from './contract.ts';
import { LmsUnavailableError } from './port.ts';

export interface LookupClientOptions {
  /** Base address of the LMS. */
  url: string;
  /** Bearer token, asked for at each lookup. */
  token: () => string;
  timeoutMs: number;
}

/** Enough for the enrolments of the largest course; more could fill a process's memory. */
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;

/** Connections to the LMS; `fetch` would take four times as long for a look-up. */
const dispatcher = new Agent({ maxResponseSize: LARGEST_ANSWER_BYTES });

/** Path and query of a lookup below the base address; every value is percent-encoded. */
export function lookupPath(
  { path }: Pick<Lookup, 'path'>,
  params: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>> = {},
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`The lookup ${path} needs ${name}`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams(query).toString();
  return CONTRACT_BASE + filled + (search && `?${search}`);
}

/**
 * Asks the LMS once; also returns the length of its answer. Null: it does not know the person or course (404). Throws
 * `LmsUnavailableError` on a timeout, a network fault, any other status, or an answer that is too long or does not match
 * the contract.
 */
export async function askLms<Wire>(
  { url, token, timeoutMs }: LookupClientOptions,
  path: string,
  { answer, summary }: Lookup<Wire>,
): Promise<{ wire: Wire; bytes: number } | null> {
  try {
    const { statusCode, body } = await request(url.replace(/\/$/, '') + path, {
      headers: { accept: 'application/json', authorization: `Bearer ${token()}` },
      dispatcher,
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (statusCode >= 200 && statusCode < 300) {
      const text = await body.text();
      return { wire: answer.parse(JSON.parse(text)), bytes: text.length };
    }
    await body.dump().catch(() => undefined);
    if (statusCode === 404) return null;
    throw new Error(`The LMS answered ${statusCode}`);
  } catch (cause) {
    throw new LmsUnavailableError(`Lookup failed: ${summary}`, { cause });
  }
}
