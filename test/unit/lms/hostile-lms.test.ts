import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHttpLookups } from '../../../lms/http-lookups.ts';
import { createLocalLookups } from '../../../lms/local-lookups.ts';
import { COURSE } from '../../../lms/effects/examples.ts';

const TOKEN = 'token-that-nobody-may-see';
const MEGABYTE = Buffer.alloc(1024 * 1024, 'a');

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let answer: Answer;
let servers: Server[];
let logged: string[];

async function startServer(reply: Answer): Promise<string> {
  const server = createServer(reply).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeEach(() => {
  [servers, logged] = [[], []];
});
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** What an LMS that answers like this says of the course staff; nobody is, by our own tables. */
async function isStaff(reply: Answer): Promise<boolean> {
  answer = reply;
  const url = await startServer((request, response) => answer(request, response));
  const standIn = createLocalLookups({ find: async () => null, listWithAttemptsIn: async () => [] });
  const log = pino({ base: null }, { write: (line: string) => logged.push(line) });
  const lookups = createHttpLookups({ url, token: () => TOKEN, standIn, log, timeoutMs: 10_000 });
  return await lookups.isCourseStaff({ id: 9, username: 'carol' }, COURSE);
}

const saying =
  (body: string, type = 'application/json'): Answer =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': type }).end(body);

it.each([
  ['a page', saying('<!doctype html><title>Sign in</title>', 'text/html')],
  ['null', saying('null')],
  ['a list', saying('[{"is_staff":true}]')],
  ['the wrong type', saying('{"is_staff":"true"}')],
  ['nothing', saying('')],
  ['half an answer', saying('{"is_staff":tr')],
  ['brackets without end', saying('['.repeat(500_000))],
])('an LMS that answers with %s is not believed, and a warning without the token says so', async (_what, reply) => {
  expect(await isStaff(reply)).toBe(false);
  expect(logged).toHaveLength(1);
  expect(logged[0]).toContain('the LMS did not answer a lookup');
  expect(logged[0]).not.toContain(TOKEN);
});

it('a redirect is not followed, so that nobody else gets the token', async () => {
  const seen: (string | undefined)[] = [];
  const elsewhere = await startServer((request, response) => {
    seen.push(request.headers.authorization);
    response.end('{"is_staff":true}');
  });
  expect(await isStaff((_request, response) => void response.writeHead(302, { location: elsewhere }).end())).toBe(
    false,
  );
  expect(seen).toEqual([]);
});

it('an answer without end is cut off long before it fills the memory', async () => {
  let sent = 0;
  const pour = (response: ServerResponse): void => {
    if (response.destroyed || sent > 200) return;
    sent += 1;
    if (response.write(MEGABYTE)) setImmediate(pour, response);
    else response.once('drain', () => pour(response));
  };
  const staff = await isStaff((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"is_staff":true,"more":"');
    pour(response);
  });
  expect(staff).toBe(false);
  expect(sent).toBeLessThan(50);
});
