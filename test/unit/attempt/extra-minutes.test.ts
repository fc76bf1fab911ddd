import { expect, it } from 'vitest';
import { LONGEST_MINUTES, readExtraMinutes } from '../../../rules/attempt/minutes.ts';

it.each([
  ['15', 15],
  ['0', 0],
  ['007', 7],
  ['9999999999', LONGEST_MINUTES],
  ['', null],
  ['-5', null],
  ['1.5', null],
  ['ten', null],
  [null, null],
  [undefined, null],
])('reads %j as %j minutes', (text, minutes) => {
  expect(readExtraMinutes(text)).toBe(minutes);
});
