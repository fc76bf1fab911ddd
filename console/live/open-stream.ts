import { keepConnected, type ConnectionHandlers } from './connection.ts';
import type { StreamNews } from './stream-worker.ts';

function openShared(url: string, { onEvents, onState }: ConnectionHandlers): () => void {
  const { port } = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), { type: 'module' });
  port.addEventListener('message', ({ data }: MessageEvent<StreamNews>) => {
    if ('events' in data) onEvents(data.events);
    else onState(data.state, data.status);
  });
  port.start();
  port.postMessage({ join: url });
  const leave = () => port.postMessage({ leave: true });
  // A tab that is closed cannot say so later.
  addEventListener('pagehide', leave);
  return () => {
    removeEventListener('pagehide', leave);
    leave();
    port.close();
  };
}

/** Opens the stream at `url`, shared with the browser's other tabs where it can be; answers how to close it. */
export function openStream(url: string, handlers: ConnectionHandlers): () => void {
  return typeof SharedWorker === 'undefined' ? keepConnected(url, handlers) : openShared(url, handlers);
}
