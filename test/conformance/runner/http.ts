import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from './scenario.ts';

export interface HttpAnswer {
  status: number;
  /** Undefined when the body is not JSON; null for an empty one. */
  json: Json | undefined;
  text: string;
  type: string;
  location: string | null;
  cookies: string[];
}

export interface HttpRequest {
  headers?: Record<string, string>;
  body?: string;
}

/** The server closed a kept connection just before the request. */
function isStaleConnection(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /ECONNRESET|UND_ERR_SOCKET|other side closed/.test(code + String(cause));
}

async function fetchOnce(method: string, url: string, { headers = {}, body }: HttpRequest): Promise<Response> {
  return await fetch(url, { method, headers, redirect: 'manual', ...(body !== undefined && { body }) });
}

function readJson(text: string): Json | undefined {
  if (text === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Sends a request and reads the whole answer; redirects are not followed. */
export async function send(method: string, url: string, request: HttpRequest = {}): Promise<HttpAnswer> {
  let response: Response;
  try {
    response = await fetchOnce(method, url, request);
  } catch (error) {
    if (!isStaleConnection(error)) throw error;
    await delay(50);
    response = await fetchOnce(method, url, request);
  }
  const text = await response.text();
  return {
    status: response.status,
    json: readJson(text),
    text,
    type: response.headers.get('content-type') ?? '',
    location: response.headers.get('location'),
    cookies: response.headers.getSetCookie(),
  };
}
