import { z } from 'zod';

/** Which ones `DELETE /api/held?name=` releases: those with `name` in their name. */
export const HELD = z.object({ name: z.string().default('') });

/** What a stand-in has received and holds back until it is told to release it, or until the sender is gone. */
export interface Holds {
  /** Resolves to true once the item was released, to false if `abandoned` came first. */
  hold(name: string, abandoned: Promise<unknown>): Promise<boolean>;
  /** Names of the held items, oldest first. */
  names(): string[];
  /** Releases everything that has `part` in its name. */
  release(part: string): void;
}

/** Holds nothing yet. */
export function createHolds(): Holds {
  const held = new Set<{ name: string; go: () => void }>();
  return {
    async hold(name, abandoned) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const entry = { name, go: () => resolve(true) };
      held.add(entry);
      const give = () => resolve(false);
      abandoned.then(give, give);
      const released = await promise;
      held.delete(entry);
      return released;
    },
    names: () => [...held].map(({ name }) => name),
    release(part) {
      for (const { name, go } of held) if (name.includes(part)) go();
    },
  };
}
