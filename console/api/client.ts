/** A call that did not work, with what a person needs to know or to pass on. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  /** 0 without any answer. */
  readonly status: number;
  /** Code of the error catalogue; `no_connection` without an answer. */
  readonly code: string;
  readonly requestId: string | null;
  /** What came with the answer. */
  readonly body: unknown;

  constructor(detail: string, fields: Pick<CallFailed, 'status' | 'code' | 'requestId' | 'body'>, cause?: unknown) {
    super(detail, { cause });
    this.status = fields.status;
    this.code = fields.code;
    this.requestId = fields.requestId;
    this.body = fields.body;
  }
}

export interface CallOptions {
  body?: unknown;
  query?: Record<string, string | number | boolean | null | undefined>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** The same for every try of one wish, so that it takes effect once. */
  idempotencyKey?: string;
  /** Gets the first line of an answer of several as soon as it is there; the others are read once it has been dealt with. */
  onFirstLine?: (line: string) => Promise<void> | void;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const API = '/api/proctoring/v1';

/** The address of a call; `path` is below the API's own prefix. */
export function addressOf(path: string, query: CallOptions['query'] = {}): string {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') fields.set(name, String(value));
  }
  return `${API}${path}${fields.size > 0 ? `?${fields.toString()}` : ''}`;
}

/** Fills the parts of a path in. */
export function path(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return String.raw({ raw: parts }, ...values.map((value) => encodeURIComponent(value)));
}

let csrfToken: Promise<string> | null = null;

async function fetchCsrfToken(): Promise<string> {
  const response = await fetch('/csrf/api/v1/token');
  return ((await response.json()) as { csrfToken: string }).csrfToken;
}

async function writeHeaders({ body, idempotencyKey }: CallOptions): Promise<Record<string, string>> {
  csrfToken ??= fetchCsrfToken().catch((error: unknown) => {
    csrfToken = null;
    throw error;
  });
  return {
    'x-csrftoken': await csrfToken,
    'idempotency-key': idempotencyKey ?? crypto.randomUUID(),
    ...(body !== undefined && typeof body !== 'string' && { 'content-type': 'application/json' }),
  };
}

async function textOf(response: Response, onFirstLine: CallOptions['onFirstLine']): Promise<string> {
  if (!onFirstLine || !response.ok || !response.body) return await response.text();
  const decoder = new TextDecoder();
  let text = '';
  let isFirst = true;
  for await (const bytes of response.body) {
    text += decoder.decode(bytes, { stream: true });
    const end = isFirst ? text.indexOf('\n') : -1;
    if (end === -1) continue;
    isFirst = false;
    await onFirstLine(text.slice(0, end));
  }
  return text + decoder.decode();
}

async function bodyOf(response: Response, onFirstLine: CallOptions['onFirstLine']): Promise<unknown> {
  const text = await textOf(response, onFirstLine);
  if (!response.headers.get('content-type')?.includes('json') || text === '') return text;
  return JSON.parse(text);
}

function failureOf(response: Response, body: unknown): CallFailed {
  const { status, headers } = response;
  const detail = body && typeof body === 'object' && 'detail' in body ? String(body.detail) : response.statusText;
  const code = headers.get('x-error-code') ?? `http_${status}`;
  if (code === 'csrf_failed') csrfToken = null;
  return new CallFailed(detail, { status, code, requestId: headers.get('x-request-id'), body });
}

/** Makes a call of the API; throws `CallFailed` for everything but a 2xx. */
export async function call<Answer>(method: Method, target: string, options: CallOptions = {}): Promise<Answer> {
  const { body, query, headers = {}, signal, onFirstLine } = options;
  let response: Response;
  try {
    const address = addressOf(target, query);
    const writing = method === 'GET' ? {} : await writeHeaders(options);
    response = await fetch(address, {
      method,
      headers: { accept: 'application/json', ...writing, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new CallFailed('', { status: 0, code: 'no_connection', requestId: null, body: null }, cause);
  }
  const answer = await bodyOf(response, onFirstLine);
  if (!response.ok) throw failureOf(response, answer);
  return answer as Answer;
}
