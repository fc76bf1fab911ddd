import { mkdir } from 'node:fs/promises';
import { createClient } from '@redis/client';
import { canRun } from './run-command.ts';
import type { Service } from './supervisor.ts';

/** The Redis of this machine, or what has its commands; undefined without one. */
export async function installedRedis(): Promise<string | undefined> {
  for (const command of ['redis-server', 'valkey-server']) if (await canRun(command, ['--version'])) return command;
  return undefined;
}

async function redisAnswers(url: string): Promise<boolean> {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    if (client.isOpen) client.destroy();
  }
}

/** An event bus that keeps what it has in a folder. */
export interface LocalRedis {
  url: string;
  service: Service;
}

/** The event bus of the local stack, for its supervisor; throws if no Redis is installed. */
export async function localRedis(folder: string, port: number): Promise<LocalRedis> {
  const command = await installedRedis();
  if (command === undefined) {
    throw new Error(
      'START_REDIS is set, but neither redis-server nor valkey-server is installed. Install one of them.',
    );
  }
  await mkdir(folder, { recursive: true });
  const url = `redis://127.0.0.1:${port}`;
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes'];
  return { url, service: { name: 'Redis', command, args, stopSignal: 'SIGTERM', ready: () => redisAnswers(url) } };
}
