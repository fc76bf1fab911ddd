/** Of one statement; with more, the answers of the first ones would wait for the last ones. */
const MOST_TOGETHER = 50;

interface Waiting<Asked, Value> {
  asked: Asked;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
}

/**
 * Reads together what is asked for within one turn of the event loop, the same thing (by `idOf`) once. Nobody waits for others to
 * come, and everybody sees what was there when they asked. A failure is everybody's who was read with it.
 */
export function gather<Asked, Value>(
  idOf: (asked: Asked) => string | number,
  read: (asked: readonly Asked[]) => Promise<(asked: Asked) => Value>,
): (asked: Asked) => Promise<Value> {
  let waiting: Waiting<Asked, Value>[] = [];

  async function answer(those: readonly Waiting<Asked, Value>[]): Promise<void> {
    try {
      const valueOf = await read([...new Map(those.map(({ asked }) => [idOf(asked), asked])).values()]);
      for (const { asked, resolve } of those) resolve(valueOf(asked));
    } catch (error) {
      for (const { reject } of those) reject(error);
    }
  }

  function answerAll(): void {
    const those = waiting;
    waiting = [];
    for (let from = 0; from < those.length; from += MOST_TOGETHER) void answer(those.slice(from, from + MOST_TOGETHER));
  }

  return (asked) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(answerAll);
      waiting.push({ asked, resolve, reject });
    });
}
