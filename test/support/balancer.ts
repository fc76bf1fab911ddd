import { createServer, Agent, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { answers } from '../../dev/until.ts';

export interface Balancer {
  url: string;
  /** How many of the processes behind it want requests. */
  ready(): number;
  close(): Promise<void>;
}

/**
 * A load balancer that keeps its connections open, looks at `/readyz` of every process each 200 ms and tries nothing
 * twice: what a process refuses or resets, the caller gets as 502.
 */
export async function startBalancer(origins: readonly string[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  let ready: string[] = [];
  let turn = 0;
  const looks = new AbortController();

  async function look(): Promise<void> {
    while (!looks.signal.aborted) {
      const asked = await Promise.all(
        origins.map(async (origin) => ({ origin, wants: await answers(`${origin}/readyz`) })),
      );
      ready = asked.filter(({ wants }) => wants).map(({ origin }) => origin);
      await delay(200);
    }
  }

  const server = createServer((incoming, outgoing) => {
    const origin = ready[turn++ % Math.max(1, ready.length)];
    if (origin === undefined) return void outgoing.writeHead(503).end('no process is ready');
    const passed = request(`${origin}${incoming.url ?? '/'}`, {
      agent,
      method: incoming.method ?? 'GET',
      headers: incoming.headers,
    });
    passed.on('response', (answer: IncomingMessage) => {
      const { connection: _, ...headers } = answer.headers;
      answer.pipe(outgoing.writeHead(answer.statusCode ?? 502, headers));
    });
    passed.on('error', (error) => outgoing.writeHead(502).end(`${origin}: ${error.message}`));
    incoming.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const looking = look();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: () => ready.length,
    async close() {
      looks.abort();
      await looking;
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
