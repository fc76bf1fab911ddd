import { createHmac } from 'node:crypto';
import { canonicalizeBody, type CanonicalValue } from './canonical-body.ts';

const CONTENT_TYPE = 'application/json';

/** The message that a registration's signature covers; `date` is the Date header (vendors §4.5). */
export function composeSignedMessage(date: string, body: Readonly<Record<string, CanonicalValue>>): string {
  return `POST\n\n${CONTENT_TYPE}\n${date}\n${canonicalizeBody(body)}`;
}

/** Headers of a signed registration request made at `now`, epoch milliseconds. */
export function signHeaders(
  key: { id: string; secret: string },
  body: Readonly<Record<string, CanonicalValue>>,
  now: number,
): Record<'content-type' | 'date' | 'authorization', string> {
  const date = new Date(now).toUTCString();
  const signature = createHmac('sha256', key.secret).update(composeSignedMessage(date, body)).digest('base64');
  return { 'content-type': CONTENT_TYPE, date, authorization: `SSI ${key.id}:${signature}` };
}
