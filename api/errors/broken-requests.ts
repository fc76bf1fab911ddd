import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import { REQUEST_ID, requestIdOf } from '../plugins/request-log.ts';
import { ApiError } from './api-error.ts';
import type { ErrorCode } from './catalogue.ts';

/** Errors of Node's HTTP parser, by code; everything else is not valid HTTP. */
const BROKEN: Record<string, ErrorCode> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_too_slow',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body_too_large',
};

/** One log line, as for every request; nothing is known about what was sent. */
function note(log: FastifyBaseLogger, { status, code }: ApiError, requestId: string): void {
  log.info(
    { requestId, method: null, route: null, status, milliseconds: null, who: 'anonymous', error: code },
    'request',
  );
}

/** An answer from the catalogue, written by hand, because there is no request to answer. */
function write(socket: Duplex, answer: ApiError, log: FastifyBaseLogger): void {
  const { status, headers, body } = answer;
  const requestId = requestIdOf({ headers: {} });
  note(log, answer, requestId);
  const text = JSON.stringify(body);
  const lines = {
    ...headers,
    [REQUEST_ID]: requestId,
    'Cache-Control': 'no-store',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(text)),
    Connection: 'close',
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head.join('')}\r\n${text}`, () => socket.destroy());
}

/** Answers anything that is not a complete HTTP request, and closes the connection. */
export function answerBrokenRequests(log: FastifyBaseLogger) {
  return (error: Error & { code?: string }, socket: Duplex): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    write(socket, new ApiError(BROKEN[error.code ?? ''] ?? 'request_malformed', { cause: error }), log);
  };
}

/** Requests that Node would answer without asking us: tunnels, and unknown expectations. */
export function answerUnusualRequests(server: Server, log: FastifyBaseLogger): void {
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    write(socket, new ApiError('method_not_allowed', { detail: 'Method "CONNECT" not allowed.' }), log);
  });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const answer = new ApiError('expectation_failed');
    const requestId = requestIdOf(request);
    note(log, answer, requestId);
    response.writeHead(answer.status, {
      ...answer.headers,
      [REQUEST_ID]: requestId,
      'Cache-Control': 'no-store',
      'Content-Type': 'application/json',
    });
    response.end(JSON.stringify(answer.body));
  });
}
