import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What is sent, in pieces that need not be a request. */
export interface Sent {
  pieces: (string | Buffer)[];
  /** Milliseconds between them. */
  pause?: number;
}

export interface Received {
  /** 0 where the connection was closed without an answer. */
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A server that has not answered by then never will. */
const PATIENCE_MS = 300_000;
/** What is still unavailable then, although it said each time that it can be tried again, is out of order. */
const TRIES = 10;
const AT_ONCE = 16 * 1024;

function joinChunks(body: string): string {
  const [size = '', ...rest] = body.split('\r\n');
  const [length, text] = [Number.parseInt(size, 16), rest.join('\r\n')];
  return length > 0 ? text.slice(0, length) + joinChunks(text.slice(length + 2)) : '';
}

/** One character of the text is one byte. */
function readAnswer(text: string): Received {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers: Record<string, string> = {};
  for (const field of fields) {
    headers[field.slice(0, field.indexOf(':')).toLowerCase()] = field.slice(field.indexOf(':') + 1).trim();
  }
  const body = rest.join('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0),
    headers,
    body: headers['transfer-encoding'] === 'chunked' ? joinChunks(body) : body,
  };
}

/** Writes while the other side says nothing. */
async function write(socket: Socket, { pieces, pause = 0 }: Sent, hasAnswered: () => boolean): Promise<void> {
  for (const piece of pieces) {
    const bytes = Buffer.from(piece as string);
    for (let at = 0; at < bytes.length && socket.writable && !hasAnswered(); at += AT_ONCE) {
      await new Promise((resolve) => socket.write(bytes.subarray(at, at + AT_ONCE), resolve));
    }
    if (pause > 0) await wait(pause);
  }
}

/** Sends the pieces on a connection of their own, and answers the first answer. */
async function exchange(port: number, sent: Sent): Promise<Received> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  // What the server has not read when it closes the connection breaks it.
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  await Promise.race([once(socket, 'connect'), closed]);
  await Promise.race([write(socket, sent, () => chunks.length > 0), closed]);
  await closed;
  return readAnswer(Buffer.concat(chunks).toString('latin1'));
}

/**
 * The same, and again while the server says that it has too much to do. Without an answer too: one that comes while
 * something is still sent is lost where the connection breaks before it is read.
 */
export async function exchangeWithRetries(port: number, sent: Sent): Promise<Received> {
  for (let tries = 1; ; tries += 1) {
    const answer = await exchange(port, sent);
    const retryAfter = answer.status === 503 ? answer.headers['retry-after'] : undefined;
    if ((answer.status !== 0 && retryAfter === undefined) || tries === TRIES) return answer;
    await wait(Number(retryAfter ?? 0) * 1_000);
  }
}
