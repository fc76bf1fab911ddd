/** What must not run side by side: one piece of work after the other, whether the one before it succeeds or fails. */
export class Turns {
  private before: Promise<unknown> = Promise.resolve();

  /** Does it when everything that was asked for earlier has ended; answers and throws what it does. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.before.then(work);
    this.before = mine.catch(() => {});
    return mine;
  }
}
