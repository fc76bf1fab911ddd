import { Agent, request } from 'undici';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { VendorUnavailableError } from './errors.ts';
import type { OnCallNews } from './health.ts';

export interface VendorRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** Hears an answer that comes after the time for it is over and the call has failed; without it the call is cut off. */
  onLateAnswer?: (answer: VendorAnswer) => void;
}

/** The body may contain anything, including personal data and secrets: read it, but never log it or pass it on. */
export interface VendorAnswer {
  status: number;
  body: string;
}

/**
 * Sends one request; `purpose` names it in errors. Throws `VendorUnavailableError` when the vendor cannot be reached, is
 * too slow, or answers 5xx, 408 or 429.
 */
export type VendorHttp = (purpose: string, vendorRequest: VendorRequest) => Promise<VendorAnswer>;

const CONNECT_TIMEOUT_MS = 3_000;
/** How long a late answer is waited for, if anybody wants it. */
const LATE_MS = 60_000;
const LARGEST_ANSWER_BYTES = 4 * 1024 * 1024;
const USER_AGENT = 'durable-proctoring';

/** One vendor's connections and circuit breaker; `timeoutSeconds` bounds a whole exchange, `onNews` hears how each went. */
export function createVendorHttp(vendor: string, timeoutSeconds: number, onNews: OnCallNews): VendorHttp {
  const onOpen = (forMs: number) => onNews(vendor, { kind: 'left alone', forMs });
  const breaker = createCircuitBreaker(vendor, { onOpen });
  const dispatcher = new Agent({
    connect: { timeout: Math.min(CONNECT_TIMEOUT_MS, timeoutSeconds * 1000) },
    maxResponseSize: LARGEST_ANSWER_BYTES,
  });

  const timeoutMs = timeoutSeconds * 1000;

  async function exchange({ url, method, headers, body }: VendorRequest, longestMs: number): Promise<VendorAnswer> {
    const response = await request(url, {
      dispatcher,
      method,
      headers: { accept: '*/*', 'user-agent': USER_AGENT, ...headers },
      body,
      signal: AbortSignal.timeout(longestMs),
    });
    return { status: response.statusCode, body: await response.body.text() };
  }

  async function exchangeInTime(vendorRequest: VendorRequest): Promise<VendorAnswer> {
    const { onLateAnswer } = vendorRequest;
    if (!onLateAnswer) return await exchange(vendorRequest, timeoutMs);
    const answer = exchange(vendorRequest, timeoutMs + LATE_MS);
    const timeIsUp = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      timeIsUp.reject(new DOMException('The time is up.', 'TimeoutError'));
      answer.then(onLateAnswer, () => {});
    }, timeoutMs);
    try {
      return await Promise.race([answer, timeIsUp.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  return (purpose, vendorRequest) =>
    breaker.run(async () => {
      const begunAt = performance.now();
      const took = () => ({ milliseconds: performance.now() - begunAt });
      const fail = (how: string): never => {
        onNews(vendor, { kind: 'failed', message: `${purpose}: ${how}`, ...took() });
        throw new VendorUnavailableError(`${vendor}: ${purpose}: ${how}`);
      };
      // The cause is left out because it may quote the request.
      const answer = await exchangeInTime(vendorRequest).catch((error: unknown) => fail(failureNameOf(error)));
      if (answer.status >= 500 || answer.status === 408 || answer.status === 429) fail(`answered ${answer.status}`);
      onNews(vendor, { kind: 'answered', ...took() });
      return answer;
    });
}

function failureNameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'TimeoutError') return 'no answer in time';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
