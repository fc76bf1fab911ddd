import { expect, test } from 'vitest';
import { writeBoard } from '../../../api/board/written.ts';
import { boardOf, boardRow, NOON } from '../../support/board-rows.ts';

const HOUR = 3_600_000;
const running = (id: number) => boardRow({ id, ends: NOON + HOUR + id, heard: null });
const idsOf = (json: string) => (JSON.parse(json) as { rows: { id: number }[] }).rows.map(({ id }) => id);

test('a board is written whole, with the rows first that need a person, then those that end first', () => {
  const lost = boardRow({ id: 901, status: 'error', ends: null, heard: null });
  const board = boardOf([...Array.from({ length: 600 }, (_, n) => running(600 - n)), lost]);
  const text = [...writeBoard(board)].join('');
  expect(idsOf(text)).toEqual([901, ...Array.from({ length: 600 }, (_, n) => n + 1)]);
  const { rows, ...head } = JSON.parse(text) as typeof board;
  expect(rows[0]).toEqual(lost);
  expect({ ...head, rows: [] }).toEqual({ ...board, rows: [] });
});

test('what comes before its only line break becomes a board with the first rows', () => {
  const board = boardOf(Array.from({ length: 600 }, (_, n) => running(n + 1)));
  const [first = '', ...others] = [...writeBoard(board)].join('').split('\n');
  expect(others).toHaveLength(1);
  expect(idsOf(`${first}]}`)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
});

test('a board with few rows, or with none, is one too', () => {
  for (const rows of [[], [running(1)], Array.from({ length: 40 }, (_, n) => running(n + 1))]) {
    expect(JSON.parse([...writeBoard(boardOf(rows))].join(''))).toEqual(boardOf(rows));
  }
});
