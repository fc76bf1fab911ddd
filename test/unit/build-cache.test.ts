import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeOnce } from '../../build-cache.ts';

/** Makes a text and counts how often. */
function maker() {
  const made = { times: 0 };
  const make = async () => {
    made.times += 1;
    return `text ${made.times}`;
  };
  return { made, make };
}

describe('what is made at the start of a process', () => {
  it('is made once for the same ingredients', async () => {
    const { made, make } = maker();
    const ingredients = [randomUUID()];
    await expect(makeOnce('test', ingredients, make)).resolves.toBe('text 1');
    await expect(makeOnce('test', ingredients, make)).resolves.toBe('text 1');
    expect(made.times).toBe(1);
  });

  it('is made again when an ingredient has changed', async () => {
    const { made, make } = maker();
    const name = randomUUID();
    await makeOnce('test', [name, 'before'], make);
    await expect(makeOnce('test', [name, 'after'], make)).resolves.toBe('text 2');
    expect(made.times).toBe(2);
  });

  it('is not kept when it could not be made', async () => {
    const ingredients = [randomUUID()];
    const fail = () => Promise.reject(new Error('no'));
    await expect(makeOnce('test', ingredients, fail)).rejects.toThrow('no');
    await expect(makeOnce('test', ingredients, maker().make)).resolves.toBe('text 1');
  });
});
