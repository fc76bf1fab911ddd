import { beforeAll, expect, test } from 'vitest';
import { findClockChange } from '../../../console/time/clock-change.tsx';
import { formatAge, formatClock, formatDuration, formatLeft, formatNear } from '../../../console/time/format.ts';
import { serverNow, setServerTime } from '../../../console/time/server-clock.ts';
import { chooseLanguage, loadWords, t, tFor, tn } from '../../../console/words/words.ts';
import { NOON } from '../../support/board-rows.ts';

beforeAll(() => loadWords('en'));

test('time left is in minutes, rounded up, and in the last ten minutes in seconds', () => {
  expect([7201, 7199, 3540, 601, 599.9, 61, 0.4, -5].map(formatLeft)).toEqual([
    '2 h 01',
    '2 h 00',
    '59 min',
    '11 min',
    '9:59',
    '1:01',
    '0:00',
    '0:00',
  ]);
});

test('durations are exact', () => {
  expect([0, 59, 2530, 3725].map(formatDuration)).toEqual(['0:00', '0:59', '42:10', '1:02:05']);
});

test('ages grow coarser', () => {
  expect([0, 29, 95, 240, 7300, 200_000].map(formatAge)).toEqual(['now', 'now', '90 s', '4 min', '2 hours', '2 days']);
});

test('a wall clock is that of the chosen zone, on both sides of a change to summer time', () => {
  const zone = { name: 'Europe/Zurich', locale: 'en' };
  expect([Date.UTC(2030, 2, 31, 0, 59), Date.UTC(2030, 2, 31, 1, 1)].map((at) => formatClock(at, zone))).toEqual([
    '01:59',
    '03:01',
  ]);
  expect(formatNear(NOON, NOON + 3_600_000, zone)).toBe('13:00');
  expect(formatNear(NOON, NOON + 30 * 3_600_000, zone)).toContain('Jan');
});

test("the service's clock counts, not the computer's", () => {
  setServerTime(Date.now() + 3_600_000);
  expect(Math.abs(serverNow() - Date.now() - 3_600_000)).toBeLessThan(1000);
  setServerTime(Date.now());
});

test('texts are filled in, and numbers take the right form', async () => {
  expect([tn('board.changes', 1), tn('board.changes', 7)]).toEqual([
    '1 change in order · apply',
    '7 changes in order · apply',
  ]);
  expect(tFor('status', 'a_new_status')).toBe('a new status');
  await loadWords('de');
  expect(t('board.shown', { shown: 1200, all: 5000 })).toBe('1.200 von 5.000 gezeigt');
  await loadWords('en');
  expect(['fr', 'de'].map((tag) => chooseLanguage([`${tag}-CH`, 'en']))).toEqual(['en', 'de']);
});

test('a change of the clocks between two instants is found to the minute, and none where there is none', () => {
  const zurich = { name: 'Europe/Zurich', locale: 'en' };
  const [spring, autumn] = [Date.UTC(2030, 2, 31, 1), Date.UTC(2030, 9, 27, 1)];
  for (const change of [spring, autumn]) {
    expect(findClockChange(change - 7_000_001, change + 3_600_003, zurich)).toBe(change);
    expect(findClockChange(change, change + 3_600_000, zurich)).toBeNull();
    expect(findClockChange(change - 7_000_000, change + 1, { name: 'UTC', locale: 'en' })).toBeNull();
  }
});
