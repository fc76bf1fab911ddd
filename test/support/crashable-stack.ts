import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signToken, type Person } from '../../dev/people.ts';
import { readDevSettings } from '../../dev/settings.ts';
import { startStack } from '../../dev/stack.ts';
import { Supervisor } from '../../dev/supervisor.ts';
import { until } from '../../dev/until.ts';

export type Part = 'Postgres' | 'Temporal' | 'Worker' | 'API';

export interface Answer {
  /** 0 when no answer came at all. */
  status: number;
  body: unknown;
  headers: Headers | null;
}

/** The whole stack as `npm start` runs it, whose parts can be killed. */
export interface CrashableStack {
  apiUrl: string;
  /** Ends a part with SIGKILL; the supervisor starts it again. */
  kill(part: Part): void;
  /** Runs `work` while a part is there but does not answer. */
  whileHanging<T>(part: Part, work: () => Promise<T>): Promise<T>;
  /** Waits until the part that was killed last is running again and the API says that everything is up. */
  ready(): Promise<void>;
  /** One request as a person; never throws. */
  call(person: Person, method: string, path: string, body?: unknown): Promise<Answer>;
  /** The same below the prefix of what the original does not have. */
  callOwn(person: Person, method: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

const NO_ANSWER: Answer = { status: 0, body: null, headers: null };

async function ask(url: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });
    const text = await response.text();
    return { status: response.status, body: text && JSON.parse(text), headers: response.headers };
  } catch {
    return NO_ANSWER;
  }
}

/** Starts the stack in a folder of its own. Answers when all of it is up. */
export async function startCrashableStack(): Promise<CrashableStack> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-crash-'));
  let pids: Record<string, number> = {};
  let killed: { part: Part; pid: number } | null = null;
  const supervisor = new Supervisor(
    join(folder, 'logs'),
    () => undefined,
    (now) => {
      pids = now;
    },
  );
  const settings = readDevSettings({ DATA_DIR: folder, ANY_PORTS: 'true' });
  const { apiUrl } = await startStack(supervisor, settings, () => undefined);
  const isReady = async () => (await ask(`${apiUrl}/readyz`, {})).status === 200;
  const pidOf = (part: Part): number => {
    const pid = pids[part];
    if (pid === undefined) throw new Error(`${part} does not run`);
    return pid;
  };
  const callBelow =
    (prefix: string): CrashableStack['call'] =>
    async (person, method, path, body) => {
      const headers = {
        authorization: `JWT ${await signToken(person, settings.jwtKey)}`,
        'content-type': 'application/json',
      };
      return await ask(`${apiUrl}${prefix}/${path}`, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    };
  return {
    apiUrl,
    async whileHanging(part, work) {
      const pid = pidOf(part);
      process.kill(pid, 'SIGSTOP');
      try {
        return await work();
      } finally {
        process.kill(pid, 'SIGCONT');
      }
    },
    kill(part) {
      const pid = pidOf(part);
      killed = { part, pid };
      process.kill(pid, 'SIGKILL');
    },
    async ready() {
      const runsAnew = async () => killed === null || pids[killed.part] !== killed.pid;
      await until(runsAnew, 'the killed part is started again', { timeoutMs: 90_000 });
      await until(isReady, 'the stack is ready again', { timeoutMs: 90_000, everyMs: 200 });
    },
    call: callBelow('/api/edx_proctoring/v1/proctored_exam'),
    callOwn: callBelow('/api/proctoring/v1'),
    async close() {
      await supervisor.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
