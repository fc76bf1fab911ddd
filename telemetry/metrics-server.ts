import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** An address to listen on. */
export interface ListenAddress {
  host: string;
  port: number;
}

/** Where metrics can be read, for whoever can reach it: nothing in them is secret, but nobody outside needs them. */
export interface MetricsServer {
  port: number;
  close(): Promise<void>;
}

const ANSWER_WITHIN_MS = 10_000;

/** Serves the metrics at `/metrics`, apart from the API, so that an API that is full can still be looked at. */
export async function serveMetrics(registry: Registry, { host, port }: ListenAddress): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: ANSWER_WITHIN_MS, maxHeaderSize: 8 * 1024 }, (request, response) => {
    if (request.url?.split('?')[0] !== '/metrics' || request.method !== 'GET') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.maxConnections = 20;
  server.listen(port, host);
  await once(server, 'listening');
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
