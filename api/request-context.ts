import { AsyncLocalStorage } from 'node:async_hooks';

const ids = new AsyncLocalStorage<string>();

/** Runs the rest of a request under its id. */
export function inRequest(id: string, work: () => void): void {
  ids.run(id, work);
}

/** The id of the request that is being answered here; undefined outside of one. */
export function currentRequestId(): string | undefined {
  return ids.getStore();
}
