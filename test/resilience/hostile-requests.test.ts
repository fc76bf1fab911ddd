import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signToken, type Person } from '../../dev/people.ts';
import {
  addExam,
  COURSE,
  KEY,
  newLearner,
  PEOPLE,
  startApi,
  startAttempt,
  type Api,
  type CallOptions,
} from '../api/harness.ts';
import { IN_ADDRESSES, OTHER_BODIES, VALUES, WHOLE_BODIES } from '../support/hostile-values.ts';

// Every described operation, with what an attacker would send in place of every part of it: nothing is our own fault.

interface Operation {
  parameters?: { name: string; in: 'path' | 'query' | 'header' }[];
  requestBody?: { content: Record<string, { schema?: object }> };
  responses: Record<string, unknown>;
}
interface Described {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  operation: Operation;
}

let api: Api;
let operations: Described[];
/** What stands in each path where nothing hostile does. */
let ordinary: Record<string, string>;
let learner: Person;

beforeAll(async () => {
  api = await startApi({ env: { REQUESTS_PER_MINUTE: '0', RETIREMENT_SERVICE_WORKER_USERNAME: PEOPLE.dora.username } });
  await api.app.ready();
  const { paths } = api.app.swagger() as unknown as { paths: Record<string, Record<string, Operation>> };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      operation,
      method: method.toUpperCase() as Described['method'],
    })),
  );
  learner = newLearner();
  const exam = await addExam(api, { is_proctored: true, backend: 'mock' });
  const attempt = await startAttempt(api, newLearner(), exam, { proctored: true });
  ordinary = {
    exam_id: String(exam),
    attempt_id: String(attempt),
    user_id: '987654321',
    course: COURSE,
    text: 'a',
    content_id: 'block-v1:Demo+a',
    external_id: 'some-id',
    attempt_code: crypto.randomUUID().toUpperCase(),
    key: 'a',
    backend: 'mock',
  };
});
afterAll(() => api.close());

const json = { 'content-type': 'application/json' };

/** Answers that any request may get, whatever its operation: nothing there, no such method, nothing that can be read. */
const ALWAYS = [404, 405, 406, 413, 415, 422];
const UNREADABLE = ['malformed_json', 'body_malformed', 'body_too_complex', 'request_malformed', 'validation_failed'];

const faults: string[] = [];
const tokens = new Map<string, string>();

async function tokenOf(person: Person): Promise<string> {
  const known = tokens.get(person.username) ?? (await signToken(person, KEY));
  tokens.set(person.username, known);
  return known;
}

/** A stream of events has no end. */
async function readOrLeave(stream: Readable, type: unknown): Promise<string> {
  if (!String(type).startsWith('text/event-stream')) return await text(stream);
  stream.destroy();
  return '';
}

async function send({ method, path, operation }: Described, url: string, options: CallOptions, what: string) {
  const authorization = `JWT ${await tokenOf(options.as ?? PEOPLE.dora)}`;
  const { payload, headers = {} } = options;
  const sent = { method, url, headers: { authorization, ...headers }, ...(payload !== undefined && { payload }) };
  const answer = await api.app.inject({ ...sent, payloadAsStream: true });
  const { statusCode: status, headers: answered } = answer;
  const body = await readOrLeave(answer.stream(), answered['content-type']);
  const code = String(answered['x-error-code']);
  const isKnown =
    String(status) in operation.responses || ALWAYS.includes(status) || (status === 400 && UNREADABLE.includes(code));
  const isOurFault = status === 500 || code === 'internal_error';
  const isKept = status >= 400 && answered['cache-control'] !== 'no-store';
  if (!isKnown || isOurFault || isKept)
    faults.push(`${method} ${path} ${what.slice(0, 120)}: ${status} ${code} ${body.slice(0, 160)}`);
}

const filled = (path: string, changes: Record<string, string> = {}) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => changes[name] ?? ordinary[name] ?? '1');

/** Names of fields, however deep the schema has them. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? Object.keys(schema.properties as object) : [];
  return [...own, ...Object.values(schema).flatMap(namesIn)];
}

const expectNone = () => expect(faults.splice(0)).toEqual([]);

describe('hostile requests', { timeout: 600_000 }, () => {
  it('in addresses are refused', async () => {
    for (const described of operations) {
      for (const { name, in: place } of described.operation.parameters ?? []) {
        for (const value of IN_ADDRESSES) {
          if (place === 'path')
            await send(described, filled(described.path, { [name]: value }), {}, `${name}=${value}`);
          if (place !== 'query') continue;
          const url = filled(described.path);
          await send(described, `${url}?${name}=${value}&${name}=${value}`, {}, `?${name}=${value}`);
          await send(described, `${url}?${name}[]=${value}&__proto__=${value}`, {}, `?${name}[]=${value}`);
        }
      }
    }
    expectNone();
  });

  it('in bodies are refused', async () => {
    for (const described of operations) {
      const url = filled(described.path);
      for (const [type, payload] of [...WHOLE_BODIES, ...OTHER_BODIES]) {
        const headers = { 'content-type': type };
        await send(described, url, { payload, headers }, `${type} ${payload}`);
        await send(described, url, { payload, headers, as: learner }, `learner ${type} ${payload}`);
      }
      if (described.method !== 'GET') {
        for (const key of ['', ' ', '\u00ff', 'k'.repeat(300), 'a,b'])
          await send(described, url, { payload: '{}', headers: { ...json, 'idempotency-key': key } }, `key ${key}`);
      }
    }
    expectNone();
  });

  it('in single fields are refused', async () => {
    for (const described of operations.filter(({ operation }) => operation.requestBody)) {
      const url = filled(described.path);
      const schema = described.operation.requestBody?.content['application/json']?.schema;
      const names = [...new Set(namesIn(schema))];
      for (const name of names) {
        for (const value of VALUES) {
          const rest = Object.fromEntries(names.map((each) => [each, ordinary[each] ?? '1']));
          const body = { ...rest, [name]: value };
          const payload = JSON.stringify(described.method === 'PATCH' ? [body] : body);
          await send(described, url, { payload, headers: json }, `${name}=${JSON.stringify(value)}`);
        }
      }
    }
    expectNone();
  });

  it('with unknown methods or odd headers are refused', async () => {
    for (const described of operations) {
      const url = filled(described.path);
      const odd = [
        { accept: 'application/xml' }, { accept: '*/*;q=2,,;' }, { 'accept-language': 'x'.repeat(2_000) }, { cookie: '=;;;%00' },
        { 'content-length': '-1' }, { 'x-request-id': '\u00ff'.repeat(100) }, { 'x-forwarded-for': "'; drop" },
        { 'content-type': 'x'.repeat(2_000) }, { 'x-csrftoken': '%00' }, { range: 'bytes=9-1' }, { 'if-none-match': '*' },
        { authorization: 'JWT a.b.c' }, { authorization: `Bearer ${'x'.repeat(9_000)}` }, { authorization: 'JWT ..' },
        { authorization: 'JWT eyJhbGciOiJub25lIn0.e30.' }, { host: 'a b' },
      ] as Record<string, string>[]; // prettier-ignore
      for (const headers of odd) await send(described, url, { headers }, JSON.stringify(headers));
    }
    expectNone();
  });
});
