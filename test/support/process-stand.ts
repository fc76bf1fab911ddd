import { signToken, type Person } from '../../dev/people.ts';
import { freePort } from '../../dev/ports.ts';
import { watchIdOf } from '../../workflows/heartbeat-watch/workflow.ts';
import { newCode, stateOf } from './attempt-records.ts';
import { serviceProcess, type ServiceProcess } from './service-process.ts';
import { addExam, addPerson, creationRequest, startServiceOnDevServer, type Service } from './service.ts';
import { devServerAddress } from './stack.ts';

/** Key that sign-in tokens are signed with. */
export const KEY = 'a-key-for-tests-that-is-long-enough';

/** Settings of a service whose vendor `watched` is missed after that silence. */
export function watchedVendorSettings(windowMs: number): Record<string, string> {
  const watched = { type: 'mock', heartbeat_window_seconds: windowMs / 1000 };
  return { PROCTORING_BACKENDS: JSON.stringify({ DEFAULT: 'watched', watched }) };
}

/** API and worker as processes of their own, on a database and a task queue of their own on the shared servers. */
export interface ProcessStand {
  service: Service;
  /** A worker, not started; `settings` override, `preload` as for any process. */
  worker(settings?: Record<string, string>, options?: { preload: string }): Promise<ServiceProcess>;
  /** An API, not started, in the same way. */
  api(settings?: Record<string, string>, options?: { preload: string }): Promise<{ api: ServiceProcess; url: string }>;
  /** Ends all of them, and the heartbeat watch. */
  close(): Promise<void>;
}

/** Prepares it; `settings` are of every process. */
export async function openProcessStand(settings: Record<string, string> = {}): Promise<ProcessStand> {
  const service = await startServiceOnDevServer({ env: settings });
  const { databaseUrl, temporal } = service.config;
  const processes: ServiceProcess[] = [];
  const prepare: typeof serviceProcess = async (name, own, options) => {
    const common = {
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: devServerAddress(),
      TEMPORAL_TASK_QUEUE: temporal.taskQueue,
      HEARTBEAT_WATCH_SECONDS: '1',
      JWT_SECRET_KEY: KEY,
      LOG_LEVEL: 'info',
    };
    const process = await serviceProcess(name, { ...common, ...settings, ...own }, options);
    processes.push(process);
    return process;
  };
  return {
    service,
    worker: (own = {}, options) => prepare('worker', own, options),
    async api(own = {}, options) {
      const port = await freePort();
      const api = await prepare('api', { API_PORT: String(port), ...own }, options);
      return { api, url: `http://127.0.0.1:${port}` };
    },
    async close() {
      await Promise.all(processes.map((process) => process.close()));
      const watch = service.client.workflow.getHandle(watchIdOf(temporal.taskQueue));
      await watch.terminate().catch(() => undefined);
      await service.close();
    },
  };
}

/** A new person with a token to sign in with. */
export async function addSignedIn(service: Service): Promise<{ person: Person; token: string }> {
  const username = `person-${crypto.randomUUID()}`;
  const userId = await addPerson(service, username);
  const person = { username, userId, name: 'A Person', email: `${username}@example.org` };
  return { person, token: await signToken(person, KEY) };
}

/** A person in a running exam of the vendor `watched`. */
export async function sitWatched(service: Service) {
  const { person, token } = await addSignedIn(service);
  const examId = await addExam(service, { proctored: true, backend: 'watched' });
  const request = { examId, userId: person.userId, takingAsProctored: true, startClock: true };
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service, request));
  const { attemptId, startedAt } = await stateOf(service, code);
  return { code, attemptId, startedAt: startedAt ?? Number.NaN, token };
}
