import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { gather } from '../../api/gather.ts';

const identity = (key: number) => key;

/** A read that notes which keys it is asked for together. */
function createRead(fails: (keys: readonly number[]) => boolean = () => false) {
  const asked: number[][] = [];
  const read = gather(identity, async (keys: readonly number[]) => {
    asked.push([...keys]);
    await turn();
    if (fails(keys)) throw new Error('down');
    return (key) => (key < 0 ? null : `value of ${key}`);
  });
  return { asked, read };
}

it('what is asked for in one turn is read together, each key once, and everybody gets their own', async () => {
  const { asked, read } = createRead();
  expect(await Promise.all([read(1), read(2), read(1), read(-3)])).toEqual([
    'value of 1',
    'value of 2',
    'value of 1',
    null,
  ]);
  expect(asked).toEqual([[1, 2, -3]]);
});

it('what is asked for later is read anew, so that nobody sees what was there before they asked', async () => {
  const { asked, read } = createRead();
  const first = read(1);
  await turn();
  const second = read(1);
  await Promise.all([first, second]);
  expect(asked).toEqual([[1], [1]]);
});

it('no statement has more than 50 keys, and a failure is that of its own keys alone', async () => {
  const { asked, read } = createRead((keys) => keys.includes(60));
  const answers = await Promise.allSettled(Array.from({ length: 120 }, (_, key) => read(key)));
  expect(asked.map(({ length }) => length)).toEqual([50, 50, 20]);
  expect(answers.map(({ status }) => status)).toEqual(
    Array.from({ length: 120 }, (_, key) => (key >= 50 && key < 100 ? 'rejected' : 'fulfilled')),
  );
});
