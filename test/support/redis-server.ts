import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { freePort } from '../../dev/ports.ts';
import { until } from '../../dev/until.ts';

/** A Redis of one test, or what has its commands. */
export interface RedisServer {
  url: string;
  /** The entries of a stream, oldest first. */
  entriesOf(stream: string): Promise<Record<string, string>[]>;
  /** Lets a group of consumers begin to read a stream. */
  addReader(stream: string, group: string): Promise<void>;
  /** Carries out a command, as an operator. */
  command(...words: string[]): Promise<unknown>;
  /** The address with an account. */
  urlFor(account: string, password: string): string;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

const openClient = (url: string) => createClient({ url, socket: { reconnectStrategy: false } });

async function askOnce<T>(url: string, question: (client: ReturnType<typeof openClient>) => Promise<T>): Promise<T> {
  const client = openClient(url);
  client.on('error', () => {});
  await client.connect();
  try {
    return await question(client);
  } finally {
    client.destroy();
  }
}

export async function startRedis(command: string): Promise<RedisServer> {
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'redis-'))];
  const url = `redis://127.0.0.1:${port}`;
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes'];
  let child: ChildProcess | undefined;
  const server: RedisServer = {
    url,
    entriesOf: (stream) =>
      askOnce(url, async (client) =>
        ((await client.xRange(stream, '-', '+')) ?? []).map(({ message }) => ({ ...message })),
      ),
    async addReader(stream, group) {
      await askOnce(url, (client) => client.xGroupCreate(stream, group, '$', { MKSTREAM: true }));
    },
    command: (...words) => askOnce(url, (client) => client.sendCommand(words)),
    urlFor: (account, password) => url.replace('//', `//${account}:${password}@`),
    async start() {
      child = spawn(command, args, { stdio: 'ignore' });
      const isUp = () =>
        askOnce(url, (client) => client.ping()).then(
          () => true,
          () => false,
        );
      await until(isUp, 'the start of Redis');
    },
    async stop() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}
