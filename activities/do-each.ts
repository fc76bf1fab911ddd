async function* onceThrough<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  yield* items;
}

/** Takes the items in order, so many at a time; after a failure it begins no more, and throws it. */
export async function doEach<T>(
  items: Iterable<T> | AsyncIterable<T>,
  atATime: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  // A loop that throws ends it for all of them.
  const rest = onceThrough(items);
  const taker = async () => {
    for await (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, taker));
}
