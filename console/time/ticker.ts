import { useSyncExternalStore } from 'react';
import { serverNow } from './server-clock.ts';

const SECOND = 1000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** The page's one timer: it ticks with the seconds of the service's clock, and only while somebody looks. */
function tick(): void {
  for (const listener of listeners) listener();
  timer = listeners.size === 0 ? undefined : setTimeout(tick, SECOND - (serverNow() % SECOND));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setTimeout(tick, SECOND - (serverNow() % SECOND));
  return () => listeners.delete(listener);
}

/** What `read` says of the service's time, to the second; a component repaints only when that changes. */
export function useMoment<Value extends string | number | boolean>(read: (now: number) => Value): Value {
  return useSyncExternalStore(subscribe, () => read(Math.floor(serverNow() / SECOND) * SECOND));
}

/** The service's time in steps of so many milliseconds. */
export function useNow(step: number): number {
  return useMoment((now) => Math.floor(now / step) * step);
}
