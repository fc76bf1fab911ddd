import { useCallback, useSyncExternalStore } from 'react';

/** Acts that have been sent and not been answered, by attempt. */
class PendingActs {
  readonly #counts = new Map<number, number>();
  readonly #listeners = new Set<() => void>();

  /** Notes one, and answers how to say that it is settled. */
  add(id: number): () => void {
    this.#change(id, 1);
    return () => this.#change(id, -1);
  }

  has(id: number): boolean {
    return (this.#counts.get(id) ?? 0) > 0;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #change(id: number, by: number): void {
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + by);
    for (const listener of this.#listeners) listener();
  }
}

export const pendingActs = new PendingActs();

/** Whether an act on the attempt waits for its answer. */
export function useIsPending(id: number): boolean {
  const subscribe = useCallback((listener: () => void) => pendingActs.subscribe(listener), []);
  return useSyncExternalStore(subscribe, () => pendingActs.has(id));
}
