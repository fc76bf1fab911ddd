import { createServer, type AddressInfo } from 'node:net';
import type { Report } from './report.ts';

const HOST = '127.0.0.1';

/** Listens for a moment: answers the port got, or undefined when `port` is taken. Port 0 asks the system for one. */
async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer();
  const got = await new Promise<number | undefined>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(undefined) : reject(error),
    );
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  });
  if (got !== undefined) await new Promise((resolve) => server.close(resolve));
  return got;
}

/** Any free port of this machine. */
export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new Error('This machine has no free port');
  return port;
}

/** Hands out ports: each the preferred one, or the next free one after it with a message why. */
export class PortBook {
  readonly #given = new Set<number>();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  /** A free port for `name`, at or shortly after `preferred` (0: any), never the same one twice. */
  async take(name: string, preferred: number): Promise<number> {
    const port = await this.#firstFree(preferred);
    if (preferred !== 0 && port !== preferred) {
      this.#report(`Port ${preferred} is taken, so ${name} uses port ${port}`);
    }
    this.#given.add(port);
    return port;
  }

  async #firstFree(preferred: number): Promise<number> {
    if (preferred !== 0) {
      for (let candidate = preferred; candidate < Math.min(preferred + 50, 65536); candidate += 1) {
        if (!this.#given.has(candidate) && (await tryPort(candidate)) !== undefined) return candidate;
      }
    }
    return freePort();
  }
}
