import type { Operation } from '../operations.ts';
import type { Sent } from '../wire.ts';

/** Makes a request odd; the number says how much, or which way. */
export type Oddity = (operation: Operation, token: string, way: number) => Sent;

export type Headers = [string, string][];

export const KIB = 1024;
export const pick = <T>(list: readonly T[], way: number): T => list[way % list.length] as T;

export function headOf({ method, address }: Operation, token: string, headers: Headers, target = address): string {
  const own: Headers = [
    ['Host', 'proctoring.example'],
    ...(token === '' ? [] : ([['Authorization', `JWT ${token}`]] as Headers)),
    ['Connection', 'close'],
  ];
  const lines = [...own, ...headers].map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

export const JSON_TYPE: Headers[number] = ['Content-Type', 'application/json'];
export const FORM_TYPE: Headers[number] = ['Content-Type', 'application/x-www-form-urlencoded'];

/** A request with that body, whatever the operation takes. */
export function withBody(
  operation: Operation,
  token: string,
  body: string | Buffer,
  headers: Headers = [JSON_TYPE],
): Sent {
  const bytes = Buffer.from(body as string);
  return { pieces: [headOf(operation, token, [...headers, ['Content-Length', String(bytes.length)]]), bytes] };
}

export const textOf = ({ body }: Operation) => JSON.stringify(body ?? {});
export const fieldsOf = ({ body }: Operation) => Object.entries(([body].flat()[0] ?? {}) as Record<string, unknown>);

/** The body with another value in place of each of its texts. */
export function withTexts(body: unknown, value: (text: string) => string): unknown {
  if (typeof body === 'string') return value(body);
  if (Array.isArray(body)) return body.map((item) => withTexts(item, value));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([name, each]) => [name, withTexts(each, value)]));
}

export const nest = (depth: number, way: number) =>
  way % 2 === 0 ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** The body with one more field of that JSON. */
export function withField(operation: Operation, json: string): string {
  const fields = fieldsOf(operation).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},`);
  const text = `{${fields.join('')}"more":${json}}`;
  return Array.isArray(operation.body) ? `[${text}]` : text;
}

export const chunk = (text: string, extension = '') =>
  `${Buffer.byteLength(text).toString(16)}${extension}\r\n${text}\r\n`;

export function withChunks(operation: Operation, token: string, body: string, headers: Headers = []): Sent {
  return { pieces: [headOf(operation, token, [JSON_TYPE, ['Transfer-Encoding', 'chunked'], ...headers]), body] };
}

export const withQuery = (operation: Operation, token: string, query: string): Sent => {
  const { pieces } = withBody(operation, token, textOf(operation));
  const head = headOf(
    operation,
    token,
    [JSON_TYPE, ['Content-Length', String(Buffer.byteLength(textOf(operation)))]],
    `${operation.address}?${query}`,
  );
  return { pieces: [head, ...pieces.slice(1)] };
};
