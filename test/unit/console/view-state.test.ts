import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COLUMNS, DEFAULT_COLUMNS, fitColumns, moveColumn, toggleColumn } from '../../../console/board/columns.ts';
import { isFiltering, isShown } from '../../../console/board/filter.ts';
import { SORTS } from '../../../console/board/order.ts';
import { PLAIN_VIEW, readView, writeView } from '../../../console/board/view-state.ts';
import { attentionOf } from '../../../rules/board/attention.ts';
import { PHASES } from '../../../rules/board/phases.ts';
import { boardRow, errorRow, NOON } from '../../support/board-rows.ts';

const ranked = (row = boardRow()) => ({ row, attention: attentionOf(row, NOON, 180_000) });

test('an address says again what it was made of', () => {
  const view = fc.record({
    phases: fc.subarray([...PHASES]),
    troubleOnly: fc.boolean(),
    group: fc.option(fc.nat()),
    search: fc.string(),
    sort: fc.constantFrom(...SORTS),
    columns: fc.shuffledSubarray([...COLUMNS], { minLength: 1 }),
  });
  fc.assert(
    fc.property(view, (wanted) => {
      expect(readView(writeView(wanted))).toEqual(wanted);
    }),
  );
});

test('what is as by default is not in the address, and what nobody knows is not read', () => {
  expect(writeView(PLAIN_VIEW)).toBe('');
  expect(readView('?phase=flying,running&sort=luck&group=x&columns=left,nose')).toEqual({
    ...PLAIN_VIEW,
    phases: ['running'],
    columns: ['left'],
  });
});

test('columns are added at the end, taken away, and moved within what there is', () => {
  expect(toggleColumn(['left', 'status'], 'ends')).toEqual(['left', 'status', 'ends']);
  expect(toggleColumn(['left', 'status'], 'left')).toEqual(['status']);
  expect(moveColumn(['left', 'status', 'ends'], 'status', -1)).toEqual(['status', 'left', 'ends']);
  expect(moveColumn(['left', 'status', 'ends'], 'left', 1)).toEqual(['status', 'left', 'ends']);
  expect(moveColumn(['left', 'status'], 'left', -1)).toEqual(['left', 'status']);
});

test('trouble is shown whatever stages are asked for', () => {
  const handedIn = { ...PLAIN_VIEW, phases: ['handed_in' as const] };
  expect([isShown(ranked(), handedIn), isShown(ranked(errorRow()), handedIn)]).toEqual([false, true]);
  expect(isShown(ranked(), { ...PLAIN_VIEW, troubleOnly: true })).toBe(false);
});

test('a search finds names without their accents, in any order of words, and the id', () => {
  const row = ranked(boardRow({ id: 417, learner: [1, 'jdvorak', 'José Dvořák'] }));
  const finds = (search: string) => isShown(row, { ...PLAIN_VIEW, search });
  expect(['dvorak jose', 'JDVORAK', '417', 'code-417', 'maria'].map(finds)).toEqual([true, true, true, true, false]);
});

test('order and columns are no filter', () => {
  expect(isFiltering({ ...PLAIN_VIEW, sort: 'name', columns: [] } as typeof PLAIN_VIEW)).toBe(false);
  expect(isFiltering({ ...PLAIN_VIEW, search: 'a' })).toBe(true);
});

test('in little room the columns that say what happens now are kept', () => {
  expect(fitColumns(DEFAULT_COLUMNS, true)).toEqual(DEFAULT_COLUMNS);
  expect(fitColumns(DEFAULT_COLUMNS, false)).toEqual(['status', 'left', 'heard']);
  expect(fitColumns(['started', 'code', 'type', 'limit'], false)).toEqual(['started', 'code', 'type']);
});
