import { expect, test } from 'vitest';
import { dueEffectOnClock, dueEffectOnStart, writtenMinutes } from '../../../console/pages/allowances/due-date.ts';

const NOON = Date.UTC(2030, 4, 31, 12);
const minutes = (count: number) => count * 60_000;
/** An exam of 60 minutes that is due so many minutes after noon. */
const examDueIn = (count: number | null) => ({
  id: 1,
  name: 'Chemistry',
  time_limit_minutes: 60,
  due_at: count === null ? null : new Date(NOON + minutes(count)).toISOString(),
});
const due = NOON + minutes(80);
const HALF_HOUR = { kind: 'minutes', value: '30' };

test('minutes and multipliers come to minutes, and what is no time or not yet a number to none', () => {
  const written = (kind: string, value: string) => writtenMinutes({ kind, value }, 60);
  expect([written('minutes', ' 30 '), written('multiplier', '1.5')]).toEqual([30, 30]);
  expect([written('minutes', '99999999'), written('multiplier', '1e300')]).toEqual([525_600, 525_600]);
  expect([written('minutes', ''), written('multiplier', ''), written('policy', '30')]).toEqual([null, null, null]);
});

test('a due date cuts what begins too late for all of the time', () => {
  const after = (count: number | null, written = HALF_HOUR) => dueEffectOnStart(examDueIn(count), written, NOON);
  expect(after(80)).toEqual({ what: 'begins', exam: 'Chemistry', due, end: NOON + minutes(90) });
  expect(after(80, { kind: 'multiplier', value: '1.5' })).toMatchObject({ what: 'begins', end: NOON + minutes(90) });
  expect(after(90)).toMatchObject({ what: 'ahead', latest: NOON });
  expect(after(-1)).toMatchObject({ what: 'closed' });
  expect([after(null), after(80, { kind: 'minutes', value: '' }), after(80, { kind: 'minutes', value: '0' })]).toEqual([
    null,
    null,
    null,
  ]);
});

test('a due date cuts a running clock only where more time would go past it', () => {
  const ends = NOON + minutes(60);
  expect(dueEffectOnClock(examDueIn(80), ends, 30)).toEqual({
    what: 'runs',
    exam: 'Chemistry',
    due,
    end: NOON + minutes(90),
  });
  expect([20, 0, -5].map((more) => dueEffectOnClock(examDueIn(80), ends, more))).toEqual([null, null, null]);
  expect(dueEffectOnClock(examDueIn(null), ends, 30)).toBeNull();
});
