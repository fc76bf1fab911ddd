/** Takes the items in order, so many at a time; after a failure it begins no more, and throws it. */
export async function doEach<T>(
  items: readonly T[],
  atATime: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const rest = items.entries();
  let hasFailed = false;
  const taker = async () => {
    for (const [index, item] of rest) {
      await work(item, index).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
      if (hasFailed) return;
    }
  };
  await Promise.all(Array.from({ length: atATime }, taker));
}
