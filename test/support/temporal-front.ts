import { once } from 'node:events';
import {
  connect,
  createSecureServer,
  type ClientHttp2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { generate } from 'selfsigned';

/** A front of Temporal as people rent it: TLS, an API key, and no operator's rights. */
export interface TemporalFront {
  address: string;
  /** PEM text that its certificate is checked with. */
  certificate: string;
  apiKey: string;
  /** What a client has to show where the front demands certificates: PEM texts. */
  client: { certificate: string; key: string };
  /** From now on knows its clients by another API key. */
  changeApiKey(fresh: string): void;
  /** Paths that were refused for want of rights. */
  denied: string[];
  /** Answers this gRPC status from now on; null: passes everything on again. */
  failWith(status: number | null, options?: FailureOptions): void;
  /** From now on passes changes on one after the other, with a pause of so many milliseconds before each. */
  slowDown(milliseconds: number): void;
  /** How many changes were passed on. */
  changes(): number;
  close: () => Promise<void>;
}

/** What fails: all calls, or those that change a workflow; and how often. */
interface FailureOptions {
  only?: 'changes';
  times?: number;
}

const isChange = (path: string) => /\/(Update|Signal|Start|ExecuteMulti)\w+$/.test(path);

const PERMISSION_DENIED = '7';
const UNAUTHENTICATED = '16';

function refuse(stream: ServerHttp2Stream, status: string, message: string): void {
  const headers = {
    ':status': 200,
    'content-type': 'application/grpc',
    'grpc-status': status,
    'grpc-message': message,
  };
  stream.resume();
  stream.respond(headers, { endStream: true });
}

const withoutPseudo = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')));

function pass(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, target: ClientHttp2Session): void {
  const { ':method': method, ':path': path } = headers as Record<string, string>;
  const request = target.request({ ...withoutPseudo(headers), ':method': method, ':path': path });
  stream.pipe(request);
  stream.on('close', () => request.close());
  request.on('error', () => stream.close());
  request.on('response', (answered) => {
    if (answered['grpc-status'] !== undefined) return stream.respond(answered, { endStream: true });
    let trailers: IncomingHttpHeaders = {};
    request.on('trailers', (sent) => {
      trailers = sent;
    });
    stream.respond(answered, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(withoutPseudo(trailers)));
    request.pipe(stream);
  });
}

const pairFor = (name: string) => generate([{ name: 'commonName', value: name }], { algorithm: 'sha256' });

export interface FrontOptions {
  /** By what it knows its clients: an API key, or a certificate in the TLS handshake. */
  knowsBy?: 'API key' | 'certificate';
}

/** Stands before the Temporal at `target` (`host:port`), whose operator service it denies. */
export async function startTemporalFront(
  target: string,
  { knowsBy = 'API key' }: FrontOptions = {},
): Promise<TemporalFront> {
  const { cert, private: key } = await pairFor('localhost');
  const client = await pairFor('client of this test');
  const apiKey = `key-${crypto.randomUUID()}`;
  let accepted = apiKey;
  const denied: string[] = [];
  let failure: ({ status: number } & FailureOptions) | null = null;
  let pauseMs = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let changes = 0;
  /** The status to answer with instead of passing the call on. */
  function failureOf(path: string): number | null {
    if (failure === null || (failure.only === 'changes' && !isChange(path))) return null;
    const { status, times } = failure;
    if (times !== undefined) failure = times > 1 ? { ...failure, times: times - 1 } : null;
    return status;
  }
  const upstream = connect(`http://${target}`);
  const sessions = new Set<{ destroy: () => void }>();
  const demand = knowsBy === 'certificate' && { requestCert: true, rejectUnauthorized: true, ca: [client.cert] };
  const server = createSecureServer({ cert, key, ...demand });
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    const path = headers[':path'] ?? '';
    const status = failureOf(path);
    if (status !== null) return refuse(stream, String(status), 'told to fail by a test');
    if (knowsBy === 'API key' && headers.authorization !== `Bearer ${accepted}`)
      return refuse(stream, UNAUTHENTICATED, 'invalid API key');
    if (isChange(path)) {
      changes += 1;
      turn = turn.then(() => delay(pauseMs)).then(() => pass(stream, headers, upstream));
      return;
    }
    if (!path.includes('OperatorService')) return pass(stream, headers, upstream);
    denied.push(path);
    refuse(stream, PERMISSION_DENIED, 'Request unauthorized.');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `localhost:${(server.address() as AddressInfo).port}`,
    certificate: cert,
    apiKey,
    client: { certificate: client.cert, key: client.private },
    changeApiKey(fresh) {
      accepted = fresh;
    },
    denied,
    failWith(status, options = {}) {
      failure = status === null ? null : { status, ...options };
    },
    slowDown(milliseconds) {
      pauseMs = milliseconds;
    },
    changes: () => changes,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const session of sessions) session.destroy();
      upstream.destroy();
      await closed;
    },
  };
}
