import { fetch, type RequestInit } from 'undici';

const TIMEOUT_MS = 5_000;

/** An answer over HTTP; its body as JSON, null for anything else. */
export interface Answer {
  status: number;
  header: (name: string) => string | null;
  body: unknown;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Sends one request and follows no redirect; null if nobody answers in five seconds. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer | null> {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body = readJson(await response.text());
    return { status: response.status, header: (name) => response.headers.get(name), body };
  } catch {
    return null;
  }
}

/** What came instead of the answer that was expected. */
export const describeAnswer = (answer: Answer | null): string =>
  answer === null ? 'nobody answers' : `the answer is ${answer.status}`;
