import { expect, test } from 'vitest';
import { createSilences } from '../../../api/board/silences.ts';
import type { BoardRow } from '../../../api/schemas/console/row.ts';

const NOW = 1_000_000_000;
const rowOf = (id: number, heard: number | null) => ({ id, heard }) as BoardRow;

test('silences are told when they begin, at each step and when they end, and not in between', () => {
  const find = createSilences(180_000);
  const told = (silence: number) => find([rowOf(1, NOW - silence), rowOf(2, NOW)], NOW);
  expect(told(60_000)).toEqual([]);
  expect(told(75_000)).toEqual([[1, NOW - 75_000]]);
  expect(told(80_000)).toEqual([]);
  expect(told(95_000)).toEqual([[1, NOW - 95_000]]);
  expect(told(181_000)).toEqual([[1, NOW - 181_000]]);
  expect(told(1_000)).toEqual([[1, NOW - 1_000]]);
});

test('an attempt from which nothing is expected any more is not told', () => {
  const find = createSilences(null);
  expect(find([rowOf(1, NOW - 75_000)], NOW)).toHaveLength(1);
  expect(find([rowOf(1, null)], NOW)).toEqual([]);
});
