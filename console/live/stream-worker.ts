/// <reference lib="webworker" />
// One stream for all tabs of a browser that look at the same board: browsers open only a few connections to a host.
import { keepConnected, type StreamState } from './connection.ts';
import type { StreamEvent } from './sse.ts';

/** What a tab hears of its stream. */
export type StreamNews = { events: readonly StreamEvent[] } | { state: StreamState; status?: number };

interface Shared {
  ports: Set<MessagePort>;
  state: Extract<StreamNews, { state: unknown }> | null;
  close: () => void;
}

const streams = new Map<string, Shared>();

function open(url: string): Shared {
  const ports = new Set<MessagePort>();
  const tell = (news: StreamNews) => {
    for (const port of ports) port.postMessage(news);
  };
  const shared: Shared = { ports, state: null, close: () => {} };
  shared.close = keepConnected(url, {
    onEvents: (events) => tell({ events }),
    onState: (state, status) => {
      shared.state = { state, ...(status !== undefined && { status }) };
      tell(shared.state);
    },
  });
  streams.set(url, shared);
  return shared;
}

function join(port: MessagePort, url: string): void {
  const shared = streams.get(url) ?? open(url);
  shared.ports.add(port);
  if (shared.state !== null) port.postMessage(shared.state);
}

function leave(port: MessagePort, url: string): void {
  const shared = streams.get(url);
  if (!shared?.ports.delete(port) || shared.ports.size > 0) return;
  shared.close();
  streams.delete(url);
}

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  let joined: string | null = null;
  port.addEventListener('message', ({ data }: MessageEvent<{ join: string } | { leave: true }>) => {
    if (joined !== null) leave(port, joined);
    joined = 'join' in data ? data.join : null;
    if (joined !== null) join(port, joined);
  });
  port.start();
});
