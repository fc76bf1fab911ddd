import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/**
 * `silent`: no answer, ever; `late`: none until `answerLate`; `hang-up`: the connection is cut; `twice`: the whole answer, two
 * times.
 */
export interface ScriptedAnswer {
  status?: number;
  /** Text as it is, anything else as JSON. */
  body?: unknown;
  manner?: 'once' | 'twice' | 'silent' | 'late' | 'hang-up';
}

export interface ScriptedVendor {
  url: string;
  /** What was asked, in order; `take` empties it. */
  take(): ReceivedRequest[];
  /** Answers of the next requests, in order; token requests do not use them up. */
  script(...answers: ScriptedAnswer[]): void;
  /** What is answered when the script is used up. */
  otherwise(answer: ScriptedAnswer): void;
  /** What every token request is answered. */
  tokens(answer: ScriptedAnswer): void;
  /** Gives the late answers that are still owed. */
  answerLate(): void;
  close(): Promise<void>;
}

const TOKEN: ScriptedAnswer = { body: { access_token: 'made.up.token', expires_in: 3600 } };

/** Starts a vendor over real HTTP on a free port, which answers what a test tells it to. */
export async function startScriptedVendor(): Promise<ScriptedVendor> {
  let requests: ReceivedRequest[] = [];
  let answers: ScriptedAnswer[] = [];
  let fallback: ScriptedAnswer = { body: {} };
  let tokenAnswer = TOKEN;
  let owed: (() => void)[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const { method = '', url: path = '', headers } = request;
    requests.push({ method, path, headers, body });
    const isTokenRequest = path.startsWith('/oauth2/');
    const answer = isTokenRequest ? tokenAnswer : (answers.shift() ?? fallback);
    if (answer.manner === 'late') owed.push(() => give(response, { ...answer, manner: 'once' }));
    else give(response, answer);
  }

  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    take() {
      const taken = requests;
      requests = [];
      return taken;
    },
    script(...next) {
      answers = next;
    },
    otherwise(answer) {
      fallback = answer;
    },
    tokens(answer) {
      tokenAnswer = answer;
    },
    answerLate() {
      for (const give of owed) give();
      owed = [];
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return body;
}

function give(response: ServerResponse, answer: ScriptedAnswer): void {
  const { status = 200, body = '', manner = 'once' } = answer;
  if (manner === 'silent') return;
  if (manner === 'hang-up') {
    response.socket?.destroy();
    return;
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  if (manner === 'twice') {
    const raw = `HTTP/1.1 ${status} X\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
    response.socket?.write(raw + raw);
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}
