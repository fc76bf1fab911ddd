import { describe, expect, it } from 'vitest';
import { STATUSES } from '../../../rules/attempt/statuses.ts';
import { overviewOf } from '../../../rules/onboarding/overview.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2030, 0, 15);
const ago = (days: number) => NOW - days * DAY;
const verified = (days: number) => ({ status: 'verified', modifiedAt: ago(days) }) as const;

describe('the overview of a learner’s onboarding', () => {
  it('tells an approval that holds from one that ends soon or has ended', () => {
    const stateAfter = (days: number) => overviewOf(verified(days), null, NOW).state;
    expect([0, 336, 337, 364, 365, 400].map(stateAfter)).toEqual([
      'verified',
      'verified',
      'expiring',
      'expiring',
      'expired',
      'expired',
    ]);
    expect(overviewOf(verified(10), null, NOW)).toEqual({
      state: 'verified',
      since: ago(10),
      expiresAt: NOW + 355 * DAY,
    });
  });

  it('counts the later approval, here or in another course', () => {
    expect(overviewOf(verified(400), ago(20), NOW)).toMatchObject({ state: 'verified', since: ago(20) });
    expect(overviewOf(verified(20), ago(300), NOW)).toMatchObject({ since: ago(20) });
    expect(overviewOf({ status: 'rejected', modifiedAt: ago(1) }, ago(300), NOW)).toMatchObject({ state: 'verified' });
  });

  it('is "none" for whoever has to begin, without a date', () => {
    const nothing = { state: 'none', since: null, expiresAt: null };
    expect(overviewOf(null, null, NOW)).toEqual(nothing);
    expect(overviewOf({ status: 'onboarding_reset', modifiedAt: ago(1) }, null, NOW)).toEqual(nothing);
    expect(overviewOf({ status: 'declined', modifiedAt: ago(1) }, null, NOW)).toEqual(nothing);
  });

  it('knows every status', () => {
    for (const status of STATUSES) {
      const { state, since } = overviewOf({ status, modifiedAt: ago(1) }, null, NOW);
      expect(since, status).toBe(state === 'none' ? null : ago(1));
    }
  });
});
