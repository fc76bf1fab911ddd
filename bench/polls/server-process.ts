import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { freePort } from '../../dev/ports.ts';
import { answers, until } from '../../dev/until.ts';

/** Key that the people of this bench sign in with. */
export const POLLERS_KEY = 'key of the polls of the bench, of no use elsewhere';

const report = z.object({ cpuMs: z.number() });
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** A server in a process of its own that tells what processor time it has used. */
export interface ServerProcess {
  url: string;
  pid: number;
  cpuMs: () => Promise<number>;
  end: () => Promise<void>;
}

/** Starts a server module, by its path from here; no Temporal is behind it, since polls need none. */
export async function startServerProcess(module: string, databaseUrl: string): Promise<ServerProcess> {
  const port = await freePort();
  const child = fork(file('reporting-process.ts'), [file(module)], {
    env: {
      ...process.env,
      LOCAL_STACK: 'true',
      DATABASE_URL: databaseUrl,
      API_PORT: String(port),
      JWT_SECRET_KEY: POLLERS_KEY,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      DRAIN_SECONDS: '0',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = `http://127.0.0.1:${port}`;
  await until(() => answers(`${url}/healthz`), `${module}: start`);
  return {
    url,
    pid: child.pid ?? 0,
    async cpuMs() {
      child.send('cpu');
      const [message] = (await once(child, 'message')) as unknown[];
      return report.parse(message).cpuMs;
    },
    async end() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
