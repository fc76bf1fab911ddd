import { API_PATH } from '../../dev/seed.ts';
import { Connection, requestBytes, type Answer } from './connection.ts';
import type { RunningService } from './service.ts';

type Method = 'GET' | 'POST' | 'PUT';

/** Failures that have been shown once. */
const shown = new Set<string>();

/** One of the callers of a service: sends a request when the one before it is answered. */
export class Caller {
  readonly #service: RunningService;
  readonly #connection: Connection;
  readonly latencies: number[] = [];
  failures = 0;

  constructor(service: RunningService) {
    this.#service = service;
    this.#connection = new Connection(service.port);
  }

  /** Bytes of a request of somebody to a path of edx-proctoring, or to a whole path. */
  async prepare(method: Method, path: string, person: string, body?: unknown): Promise<Buffer> {
    const whole = path.startsWith('/') ? path : `${API_PATH}/${path}`;
    return requestBytes(method, whole, await this.#service.signIn(person), body);
  }

  /** Sends a prepared request. */
  async send(request: Buffer): Promise<Answer> {
    const answer = await this.#connection.send(request);
    this.latencies.push(answer.took);
    if (answer.status !== 200) this.#fail(request, answer);
    return answer;
  }

  /** Prepares and sends a request; returns the answer's JSON, or {} where it has none. */
  async call(method: Method, path: string, person: string, body?: unknown): Promise<Record<string, unknown>> {
    const { status, body: text } = await this.send(await this.prepare(method, path, person, body));
    return status === 200 && text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  }

  close(): void {
    this.#connection.close();
  }

  #fail(request: Buffer, { status, body }: Answer): void {
    this.failures += 1;
    const [line = ''] = request.toString('latin1').split('\r\n');
    const kind = `${this.#service.name}: ${line.replace(/\d+/, 'ID')} answered ${status}`;
    if (shown.has(kind)) return;
    shown.add(kind);
    console.error(`${kind}: ${body.replace(/\s+/g, ' ').slice(0, 200)}`);
  }
}
