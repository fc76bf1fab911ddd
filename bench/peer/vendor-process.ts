import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { terminate } from '../../dev/child-process.ts';
import { atTheEnd } from './endings.ts';

/** The vendor that both services register attempts with. */
export interface Vendor {
  url: string;
  pid: number;
}

/** Starts it as a process of its own, so that its processor time is told apart. */
export async function startVendor(): Promise<Vendor> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'vendor.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  atTheEnd(() => terminate(child));
  return { url: `http://127.0.0.1:${Number(port.toString())}`, pid: child.pid ?? 0 };
}
