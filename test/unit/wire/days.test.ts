import { expect, it } from 'vitest';
import { dayOf, endOfDay, isDay } from '../../../api/wire/days.ts';

it.each([
  ['2030-05-31', 'UTC', '2030-06-01T00:00:00Z'],
  ['2030-05-31', 'Europe/Zurich', '2030-05-31T22:00:00Z'],
  ['2030-03-30', 'Europe/Zurich', '2030-03-30T23:00:00Z'],
  // Clocks go forward in this night, and back in the next one.
  ['2030-03-31', 'Europe/Zurich', '2030-03-31T22:00:00Z'],
  ['2030-10-27', 'Europe/Zurich', '2030-10-27T23:00:00Z'],
  ['2030-12-31', 'Pacific/Auckland', '2030-12-31T11:00:00Z'],
  ['2030-12-31', 'America/Los_Angeles', '2031-01-01T08:00:00Z'],
])('%s in %s is over at %s', (day, zone, end) => {
  expect(new Date(endOfDay(day, zone)).toISOString()).toBe(new Date(end).toISOString());
  expect(dayOf(endOfDay(day, zone) - 1, zone)).toBe(day);
});

it('a day is one of the calendar', () => {
  expect(['2030-02-28', '2028-02-29'].map(isDay)).toEqual([true, true]);
  expect(['2030-02-29', '2030-13-01', '30-01-01', '2030-1-1', ''].map(isDay)).toEqual(Array(5).fill(false));
});
