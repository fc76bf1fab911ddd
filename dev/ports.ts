import { createServer } from 'node:net';
import type { Report } from './report.ts';

const HOST = '127.0.0.1';

/** Listens for a moment; returns whether `port` was free. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(false) : reject(error),
    );
    server.listen(port, HOST, () => resolve(true));
  });
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}

/** Systems give outgoing connections ports above these, and one of those could take the port of a server that restarts. */
const SERVER_PORTS = { first: 15_000, count: 17_000 };

/** A free port of this machine that no outgoing connection will take. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const candidate = SERVER_PORTS.first + Math.floor(Math.random() * SERVER_PORTS.count);
    if (await isFree(candidate)) return candidate;
  }
  throw new Error('This machine has no free port');
}

/** Hands out ports: the preferred one, or else the next free one, with a message that says why. */
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
        if (!this.#given.has(candidate) && (await isFree(candidate))) return candidate;
      }
    }
    return freePort();
  }
}
