import { expect, it } from 'vitest';
import { mergeTables } from '../../../bench/peer/write.ts';
import { table } from '../../../bench/tables.ts';

const OLD = table(
  ['request', 'service', 'CPU'],
  [
    ['poll', 'ours', 1],
    ['poll', 'original', 5],
    ['list', 'ours', 2],
  ],
);

it('replaces the rows of a published table that were measured anew, and adds others', () => {
  const fresh = [
    ['poll', 'ours', 0.5],
    ['search', 'ours', 3],
  ] as const;
  const merged = mergeTables(OLD, table(['request', 'service', 'CPU'], fresh), 2);
  expect(merged).toBe(
    table(
      ['request', 'service', 'CPU'],
      [
        ['poll', 'ours', 0.5],
        ['poll', 'original', 5],
        ['list', 'ours', 2],
        ['search', 'ours', 3],
      ],
    ),
  );
});

it('replaces a published table that compares other things', () => {
  const fresh = table(['request', 'CPU'], [['poll', 1]]);
  expect(mergeTables(OLD, fresh, 1)).toBe(fresh);
});
