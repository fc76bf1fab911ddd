// Takes the events of the service: an example with Node alone.
// Environment: WEBHOOK_SECRET (as LMS_WEBHOOK_SECRET), PORT, DATABASE (a file that remembers which events were taken).
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';

const { WEBHOOK_SECRET = '', PORT = '8090', DATABASE = 'events.db' } = process.env;
const SECRET = Buffer.from(WEBHOOK_SECRET.replace(/^whsec_/, ''), 'base64');
const OLDEST_SECONDS = 5 * 60;
const LARGEST_BYTES = 1024 * 1024;
/** Sent by `npm run manage -- send-test-event`; it tells of nothing. */
const TEST = 'org.durable-proctoring.test.v1';

/** Whether the service has signed this body, not more than five minutes ago (Standard Webhooks). */
function isSigned(headers: IncomingHttpHeaders, body: Buffer): boolean {
  const [id, sentAt] = [String(headers['webhook-id']), Number(headers['webhook-timestamp'])];
  if (!(Math.abs(Date.now() / 1000 - sentAt) <= OLDEST_SECONDS)) return false;
  const expected = createHmac('sha256', SECRET).update(`${id}.${sentAt}.`).update(body).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .map((each) => Buffer.from(each.replace(/^v1,/, ''), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

const database = new DatabaseSync(DATABASE);
database.exec('CREATE TABLE IF NOT EXISTS taken (id TEXT PRIMARY KEY, event TEXT NOT NULL)');
const keep = database.prepare('INSERT OR IGNORE INTO taken VALUES (?, ?)');

/** Keeps an event for what is to be done with it; false if it was kept before. */
function take(id: string, event: object): boolean {
  return keep.run(id, JSON.stringify(event)).changes === 1;
}

/** The body, null if it is too long. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LARGEST_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function receive(request: IncomingMessage): Promise<number> {
  const body = await readBody(request);
  if (body === null) return 413;
  if (!isSigned(request.headers, body)) return 401;
  const event = JSON.parse(body.toString()) as { type: string; subject: string };
  if (event.type === TEST) console.log('a test event: the way to here works');
  else if (take(String(request.headers['webhook-id']), event)) console.log(event.type, event.subject);
  return 204;
}

const server = createServer((request, response) => {
  receive(request).then(
    (status) => response.writeHead(status).end(),
    // The service tries again after a 5xx.
    () => response.writeHead(500).end(),
  );
});
server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`listening on ${(server.address() as AddressInfo).port}`);
});
