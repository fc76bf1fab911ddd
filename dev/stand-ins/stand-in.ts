import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from '../supervisor.ts';
import { answers } from '../until.ts';

/** The service's neighbours in the local stack, where there is one: each a process of its own with `GET /healthz`. */
export type StandIn = { name: string; url: string; service: Service };

const FOLDERS = {
  mail: { name: 'Mail catcher', folder: 'mail-catcher', port: 8025 },
  vendor: { name: 'Mock vendor', folder: 'mock-vendor', port: 8030 },
  lms: { name: 'Mock LMS', folder: 'mock-lms', port: 8040 },
} as const;

/** The stand-in, listening at `PORT`; `env` is what else it is told. Undefined where it is not part of the checkout. */
export async function standIn(
  kind: keyof typeof FOLDERS,
  takePort: (name: string, usual: number) => Promise<number>,
  env: Record<string, string>,
): Promise<StandIn | undefined> {
  const { name, folder, port: usual } = FOLDERS[kind];
  const entry = join(import.meta.dirname, folder, 'server.ts');
  if (!existsSync(entry)) return undefined;
  const port = await takePort(name, usual);
  const url = `http://127.0.0.1:${port}`;
  const command = { command: process.execPath, args: [entry], env: { ...env, PORT: String(port) } };
  return { name, url, service: { name, ...command, ready: () => answers(`${url}/healthz`) } };
}
