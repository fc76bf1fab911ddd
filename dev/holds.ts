import { z } from 'zod';

/** Which of them `DELETE /api/held?name=` lets go: those with `name` in their name. */
export const HELD = z.object({ name: z.string().default('') });

/** What a stand-in has been given and holds back until it is told to go on, or until the giver is gone. */
export interface Holds {
  /** Answers true when the thing was let go, false when `abandoned` came first. */
  hold(name: string, abandoned: Promise<unknown>): Promise<boolean>;
  /** Names of the held items, oldest first. */
  names(): string[];
  /** Lets go of everything that has `part` in its name. */
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
