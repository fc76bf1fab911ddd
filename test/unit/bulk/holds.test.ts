import { describe, expect, it } from 'vitest';
import type { ActWish } from '../../../rules/attempt/acts.ts';
import { endOfDay, endOfSitting, eventsOnStart, type Hold } from '../../../rules/bulk/holds.ts';
import { anAttempt, HOUR, MINUTE, STARTED_AT } from '../../support/attempt-builders.ts';

const BULK = '5a1d9b60-0a7a-4c0e-9a1b-6f1f0f5f2f11';
const hold = (wish: ActWish, fields: Partial<Hold> = {}): Hold => ({
  bulkId: BULK,
  wish,
  category: 'fire-alarm',
  userId: 7,
  role: 'invigilator',
  from: STARTED_AT - MINUTE,
  until: STARTED_AT + HOUR,
  ...fields,
});
const namesAt = (now: number, ...holds: Hold[]) => eventsOnStart(anAttempt(), holds, now).map(({ name }) => name);

describe('what was done to a sitting', () => {
  it('is done to whoever begins later, in the name of who did it', () => {
    expect(eventsOnStart(anAttempt(), [hold({ act: 'pause' })], STARTED_AT)).toEqual([
      {
        name: 'pause',
        payload: { actor: { kind: 'staff', userId: 7, role: 'invigilator' }, category: 'fire-alarm', bulkId: BULK },
      },
    ]);
  });

  it('holds from its beginning until just before its end', () => {
    const paused = hold({ act: 'pause' });
    expect(namesAt(paused.from - 1, paused)).toEqual([]);
    expect(namesAt(paused.from, paused)).toEqual(['pause']);
    expect(namesAt(paused.until - 1, paused)).toEqual(['pause']);
    expect(namesAt(paused.until, paused)).toEqual([]);
  });

  it('gives no extra time a second time to whoever goes on with time that was kept', () => {
    const holds = [hold({ act: 'extra-time', minutes: 10 }), hold({ act: 'pause' })];
    const followUp = anAttempt({ timeRemainingSeconds: 600 });
    expect(eventsOnStart(followUp, holds, STARTED_AT).map(({ name }) => name)).toEqual(['pause']);
    expect(namesAt(STARTED_AT, ...holds)).toEqual(['incident-time', 'pause']);
  });
});

describe('the end of a sitting', () => {
  it('is that of its day, and twelve hours away at least', () => {
    const [morning, evening] = [Date.parse('2026-11-25T08:00:00Z'), Date.parse('2026-11-25T21:00:00Z')];
    expect(endOfSitting(morning, 'UTC')).toBe(Date.parse('2026-11-26T00:00:00Z'));
    expect(endOfSitting(evening, 'UTC')).toBe(evening + 12 * HOUR);
  });
});

describe('the end of a day', () => {
  it('is the next midnight of the zone, on days that are longer or shorter, too', () => {
    expect(endOfDay(Date.parse('2026-11-25T10:00:00Z'), 'UTC')).toBe(Date.parse('2026-11-26T00:00:00Z'));
    expect(endOfDay(Date.parse('2026-11-25T23:30:00Z'), 'Europe/Zurich')).toBe(Date.parse('2026-11-26T23:00:00Z'));
    expect(endOfDay(Date.parse('2026-10-24T22:00:00Z'), 'Europe/Zurich')).toBe(Date.parse('2026-10-25T23:00:00Z'));
    expect(endOfDay(Date.parse('2026-03-29T00:30:00Z'), 'Europe/Zurich')).toBe(Date.parse('2026-03-29T22:00:00Z'));
    expect(endOfDay(Date.parse('2026-11-25T18:20:00Z'), 'Asia/Kathmandu')).toBe(Date.parse('2026-11-26T18:15:00Z'));
  });
});
