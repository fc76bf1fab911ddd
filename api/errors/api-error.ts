import { CATALOGUE, type ErrorCode } from './catalogue.ts';

/** The header that tells programs which refusal it is. */
export const ERROR_CODE = 'X-Error-Code';

export interface ErrorOptions {
  /** Replaces the catalogue's sentence. */
  detail?: string;
  /** Replaces the whole body `{detail}`; null sends none. */
  body?: unknown;
  headers?: Record<string, string>;
  cause?: unknown;
}

/** An answer of the error catalogue, thrown from anywhere in the API. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, options: ErrorOptions = {}) {
    const entry = CATALOGUE[code];
    const detail = options.detail ?? entry.detail;
    super(detail, { cause: options.cause });
    this.code = code;
    this.status = entry.status;
    this.body = options.body === undefined ? { detail } : options.body;
    this.headers = {
      [ERROR_CODE]: code,
      ...('retryAfter' in entry && entry.retryAfter ? { 'Retry-After': String(entry.retryAfter) } : {}),
      ...options.headers,
    };
  }
}
