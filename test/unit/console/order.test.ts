import { expect, test } from 'vitest';
import type { Row } from '../../../console/api/shapes.ts';
import { countOrderChanges } from '../../../console/board/frozen-order.ts';
import { rankRows, sortRows, type Sort } from '../../../console/board/order.ts';
import { boardRow, errorRow, NOON } from '../../support/board-rows.ts';

const MINUTE = 60_000;
const AT_NOON = { heardAt: ({ heard }: Row) => heard, now: NOON, silentAfterMs: 180_000 };

function order(rows: Row[], sort: Sort): number[] {
  return sortRows(rankRows(rows, AT_NOON), sort).map(({ row }) => row.id);
}

test('problems come first, then whoever ends first', () => {
  const rows = [
    boardRow({ id: 1 }),
    boardRow({ id: 2, ends: NOON + 10 * MINUTE }),
    boardRow({ id: 3, ends: NOON + 3 * MINUTE }),
    boardRow({ id: 4, effects: [0, 1] }),
    boardRow({ id: 5, heard: NOON - 4 * MINUTE }),
    errorRow({ id: 6 }),
    boardRow({ id: 7, waiting: 'vendor' }),
    boardRow({ id: 8, status: 'submitted', phase: 'handed_in', ends: null }),
    boardRow({ id: 9, status: 'ready_to_submit', phase: 'asked_to_end' }),
  ];
  expect(order(rows, 'attention')).toEqual([6, 5, 4, 7, 3, 9, 2, 1, 8]);
});

test('names are in the order of the alphabet, whatever their accents and numbers', () => {
  const named = (id: number, name: string) => boardRow({ id, learner: [id, `u${id}`, name] });
  expect(order([named(1, 'Zoë'), named(2, 'Émile'), named(3, 'emil'), named(4, '')], 'name')).toEqual([3, 2, 4, 1]);
});

test('who comes later is put among the names that are there', () => {
  const named = (id: number, name: string) => boardRow({ id, learner: [id, `u${id}`, name] });
  const first = [named(1, 'Dora Later'), named(2, 'Bert Later')];
  expect(order(first, 'name')).toEqual([2, 1]);
  expect(order([...first, named(3, 'Carl Later'), named(4, 'bért later')], 'name')).toEqual([2, 4, 3, 1]);
});

test('a row that ranks as before is the same object, and another one when it needs attention for something else', () => {
  const row = boardRow({ id: 1, ends: NOON + 6 * MINUTE });
  const at = (now: number) => rankRows([row], { ...AT_NOON, now })[0];
  expect(at(NOON + 1_000)).toBe(at(NOON));
  expect([at(NOON)?.attention, at(NOON + 2 * MINUTE)?.attention]).toEqual(['running', 'ends_soon']);
});

test('what has no end, and what was never heard, comes last', () => {
  const rows = [boardRow({ id: 1, ends: null, heard: null }), boardRow({ id: 2, ends: NOON + MINUTE, heard: NOON })];
  expect([order(rows, 'end'), order(rows, 'heard')]).toEqual([
    [2, 1],
    [2, 1],
  ]);
});

test('a row that goes to the top is one change in order, however many it passes', () => {
  expect(countOrderChanges([1, 2, 3, 4, 5], [5, 1, 2, 3, 4])).toBe(1);
});

test('rows that come and go count too, and the same order is no change', () => {
  expect([
    countOrderChanges([1, 2, 3], [1, 2, 3]),
    countOrderChanges([1, 2, 3], [1, 3, 4]),
    countOrderChanges([1, 2, 3, 4], [4, 3, 2, 1]),
  ]).toEqual([0, 2, 3]);
});
