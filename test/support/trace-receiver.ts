import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
});
const batch = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(span) })) })),
});

/** A span as a receiver of OTLP gets it. */
export type ReceivedSpan = z.output<typeof span>;

/** Where OTLP over HTTP is sent to. */
export interface TraceReceiver {
  url: string;
  /** All spans so far. */
  spans(): readonly ReceivedSpan[];
  /** All that was received, as text. */
  text(): string;
  close(): Promise<void>;
}

/** Starts one that keeps what it gets. */
export async function startTraceReceiver(): Promise<TraceReceiver> {
  const received: unknown[] = [];
  const server = createServer((request, response) => {
    json(request)
      .then((body) => received.push(body))
      .then(
        () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
        () => response.writeHead(400).end(),
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () =>
      received.flatMap((body) =>
        batch.parse(body).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
    text: () => JSON.stringify(received),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
