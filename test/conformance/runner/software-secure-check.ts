import { createDecipheriv, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { asText, isObject, type Json, type JsonObject } from './scenario.ts';

/** The keys that the server under test is configured with (README.md). */
const KEY_ID = 'key-id-1';
const SECRET = 'ssi-secret-key';
const PASSWORD_KEY = 'abcdefgh12345678ABCDEFGH';

function canonicalValue(value: Json): string {
  // The original writes its own null for a zero, too.
  return value === null || value === 0 ? 'null' : asText(value);
}

/** The signed text of a body: sorted `key:value` lines, one level of nesting as `outer.inner:value` (vendors, SoftwareSecure). */
function canonicalBody(body: JsonObject, prefix = ''): string {
  return Object.keys(body)
    .sort()
    .map((key) => {
      const value = body[key] ?? null;
      return typeof value === 'object' && value !== null
        ? canonicalBody(value as JsonObject, `${key}.`)
        : `${prefix}${key}:${canonicalValue(value)}\n`;
    })
    .join('');
}

function passwordOf({ examPassword, examCode }: JsonObject): string {
  try {
    const cipher = createDecipheriv('des-ede3-ecb', Buffer.from(PASSWORD_KEY), null);
    const plain = Buffer.concat([cipher.update(Buffer.from(asText(examPassword), 'base64')), cipher.final()]);
    return plain.toString() === examCode ? '<3des of examCode>' : 'wrong plain text';
  } catch {
    return 'undecryptable';
  }
}

/** Whether signature, date and exam password of a registration are right, as words for the comparison. */
export function checkRegistration(
  { date = '', authorization }: IncomingHttpHeaders,
  body: JsonObject,
): { signature: string; password: string; dateHeader: string } {
  const text = `POST\n\napplication/json\n${date}\n${canonicalBody(body)}`;
  const signature = createHmac('sha256', SECRET).update(text, 'utf8').digest('base64');
  const isDate = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(date);
  return {
    signature: authorization === `SSI ${KEY_ID}:${signature}` ? 'valid' : 'INVALID',
    password: isObject(body) ? passwordOf(body) : 'wrong',
    dateHeader: isDate ? 'rfc1123' : 'BAD',
  };
}
