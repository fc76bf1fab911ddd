import { describe, expect, it } from 'vitest';
import { decisionDue } from '../../../rules/review/promise.ts';

const due = (since: string) => new Date(decisionDue(Date.parse(since))).toISOString();

describe('the promise of a decision', () => {
  it('is five working days later, at the same time of day', () => {
    expect(due('2030-01-14T10:00:00Z')).toBe('2030-01-21T10:00:00.000Z');
    expect(due('2030-01-18T15:00:00Z')).toBe('2030-01-25T15:00:00.000Z');
  });

  it('counts from Monday what comes at a weekend', () => {
    expect(due('2030-01-19T10:00:00Z')).toBe('2030-01-28T00:00:00.000Z');
    expect(due('2030-01-20T23:59:00Z')).toBe('2030-01-28T00:00:00.000Z');
  });

  it('never puts a later one before an earlier one', () => {
    const hours = Array.from({ length: 24 * 14 }, (_, hour) =>
      decisionDue(Date.UTC(2030, 0, 14) + hour * 60 * 60 * 1000),
    );
    expect(hours).toEqual(hours.toSorted((one, other) => one - other));
  });
});
