import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Json, JsonObject, ProviderRule } from './scenario.ts';
import { isObject } from './scenario.ts';
import { checkRegistration } from './software-secure-check.ts';

type Answer = { status: number; body: Json };

const ATTEMPTS = /^\/api\/v1\/exam\/[^/]+\/attempt\/$/;
const ATTEMPT = /^\/api\/v1\/exam\/[^/]+\/attempt\/([^/]+)\/$/;
const EXAM = /^\/api\/v1\/exam\/([^/]+)\/$/;

function readBody(text: string): Json {
  if (text === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/**
 * Stands in for the outside vendors: REST below `/api/v1/` with its `/oauth2/access_token`, and SoftwareSecure at
 * `/ssi/register`. Keeps every request; rules change the next answers.
 */
export class VendorStandIn {
  calls: JsonObject[] = [];
  rules: ProviderRule[] = [];
  private made = 0;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => this.handle(request, response, readBody(text)));
    });
    this.server.keepAliveTimeout = 60_000;
  }

  /** Forgets calls and rules and counts its ids from 1 again. */
  reset(): void {
    this.calls = [];
    this.rules = [];
    this.made = 0;
  }

  listen(port: number): Promise<void> {
    return new Promise((done, fail) => {
      this.server.once('error', fail);
      this.server.listen(port, '127.0.0.1', done);
    });
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private handle(request: IncomingMessage, response: ServerResponse, body: Json): void {
    const { status, body: answer } = this.answerTo(request, body);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }

  private answerTo(request: IncomingMessage, body: Json): Answer {
    const { method = 'GET', url: path = '/' } = request;
    if (path.startsWith('/oauth2/access_token')) {
      return { status: 200, body: { access_token: 'stub-token', expires_in: 3600, token_type: 'JWT' } };
    }
    this.calls.push(callOf(request, body));
    return this.byRule(method, path) ?? this.usual(method, path, body);
  }

  private byRule(method: string, path: string): Answer | null {
    const rule = this.rules.find(
      (each) => (!each.method || each.method === method) && new RegExp(each.path).test(path),
    );
    if (!rule) return null;
    if (rule.times !== undefined) {
      rule.times -= 1;
      if (rule.times <= 0) this.rules.splice(this.rules.indexOf(rule), 1);
    }
    return { status: rule.status ?? 200, body: rule.body ?? {} };
  }

  private usual(method: string, path: string, body: Json): Answer {
    const found = (answer: Json): Answer => ({ status: 200, body: answer });
    if (path === '/ssi/register') return found({ ssiRecordLocator: this.newId('SSI-Rec') });
    if (path === '/api/v1/config/') return found(CONFIGURATION);
    if (ATTEMPTS.test(path)) return found({ id: this.newId('ext-attempt'), status: 'created' });
    const attempt = ATTEMPT.exec(path)?.[1];
    if (attempt !== undefined) return found(attemptAnswer(method, attempt, body));
    if (path === '/api/v1/exam/') return found({ id: this.newId('ext-exam') });
    const exam = EXAM.exec(path)?.[1];
    if (exam !== undefined) return found({ id: exam });
    if (path.startsWith('/api/v1/user/')) return found('true');
    if (/^\/api\/v1\/courses\/.*\/onboarding_statuses/.test(path)) return found({ results: [] });
    return { status: 404, body: { detail: 'stub: no such path' } };
  }

  private newId(prefix: string): string {
    this.made += 1;
    return `${prefix}-${this.made}`;
  }
}

const CONFIGURATION: Json = {
  name: 'stub vendor',
  download_url: 'https://vendor.example.com/download',
  rules: { allow_notes: 'Allow notes' },
  instructions: ['Install it', 'Run it'],
};

function attemptAnswer(method: string, id: string, body: Json): Json {
  if (method === 'DELETE') return { status: 'deleted' };
  if (method !== 'GET') return { id, status: (isObject(body) && body['status']) || 'unknown' };
  const download = `https://vendor.example.com/download/${id}`;
  return { id, status: 'created', download_url: download, instructions: ['Step one', 'Step two'] };
}

/** What is kept of a request; signatures are checked and then left out, since they differ every time. */
function callOf({ method = 'GET', url: path = '/', headers }: IncomingMessage, body: Json): JsonObject {
  const { authorization } = headers;
  if (path === '/ssi/register' && isObject(body)) {
    const ssi = checkRegistration(headers, body);
    const auth = authorization?.replace(/^(SSI [^:]+):.*$/, '$1:<signature>');
    return { method, path, body: { ...body, examPassword: ssi.password }, ...(auth !== undefined && { auth }), ssi };
  }
  const auth = authorization?.replace(/^(\S+) .*$/, '$1 ...');
  return { method, path, body, ...(auth !== undefined && auth !== '' && { auth }) };
}
