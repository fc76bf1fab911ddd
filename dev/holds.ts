/** What a stand-in has been given and holds back until it is told to go on, or until the giver is gone. */
export interface Holds {
  /** Answers true when the thing was let go, false when `abandoned` came first. */
  hold(name: string, abandoned: Promise<unknown>): Promise<boolean>;
  /** Names of what is held, oldest first. */
  names(): string[];
  /** Lets go of everything. */
  release(): void;
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
    release() {
      for (const { go } of held) go();
    },
  };
}
