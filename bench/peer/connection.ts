import { connect, type Socket } from 'node:net';

/** An answer, and how long it took in milliseconds. */
export interface Answer {
  status: number;
  body: string;
  took: number;
}

type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void; since: number };

/** The head and body of an answer that is complete; undefined while more is to come. */
function readAnswer(received: Buffer, isClosed: boolean): { head: string; body: string } | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = received.toString('latin1', 0, end).toLowerCase();
  const start = end + 4;
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) {
    const stop = start + Number(length);
    return received.length < stop ? undefined : { head, body: received.toString('utf8', start, stop) };
  }
  const isWhole = head.includes('transfer-encoding: chunked') ? received.includes('\r\n0\r\n\r\n', end) : isClosed;
  return isWhole ? { head, body: received.toString('utf8', start) } : undefined;
}

/**
 * One caller's connection to a service on this machine: one request at a time, over a socket that is kept while the
 * service keeps it. A ready client would take as much of a processor as the fastest of the requests it is to measure.
 */
export class Connection {
  readonly #port: number;
  #socket: Socket | undefined;
  #received: Buffer = Buffer.alloc(0);
  #waiting: Waiting | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  send(request: Buffer): Promise<Answer> {
    this.#socket ??= this.#open();
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject, since: performance.now() };
      this.#socket?.write(request);
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(): Socket {
    const socket = connect(this.#port, '127.0.0.1').setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
      this.#finish(false);
    });
    socket.on('error', (error) => this.#drop(socket, error));
    socket.on('close', () => this.#drop(socket, new Error('The service closed the connection without an answer.')));
    return socket;
  }

  #drop(socket: Socket, error: Error): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    this.#finish(true);
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }

  #finish(isClosed: boolean): void {
    const answer = readAnswer(this.#received, isClosed);
    if (!answer || !this.#waiting) return;
    const { resolve, since } = this.#waiting;
    this.#waiting = undefined;
    this.#received = Buffer.alloc(0);
    if (answer.head.includes('\r\nconnection: close')) {
      const socket = this.#socket;
      this.#socket = undefined;
      socket?.destroy();
    }
    resolve({ status: Number(answer.head.slice(9, 12)), body: answer.body, took: performance.now() - since });
  }
}

/** The bytes of a request; `headers` are whole lines. */
export function requestBytes(method: string, path: string, headers: string, body?: unknown): Buffer {
  const data = body === undefined ? '' : JSON.stringify(body);
  const about = data === '' ? '' : 'Content-Type: application/json\r\n';
  const length = method === 'GET' ? '' : `Content-Length: ${Buffer.byteLength(data)}\r\n`;
  return Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}${about}${length}\r\n${data}`);
}
