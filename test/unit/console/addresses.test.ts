import { expect, test } from 'vitest';
import { attemptPath, BASE, boardPath, placeOf } from '../../../console/ui/addresses.ts';

const COURSE = 'course-v1:Demo+Proctoring+2030/ä';

test('the address of a board says of which exam it is, with an attempt beside it or without', () => {
  const place = { course: COURSE, exam: 7 };
  expect(placeOf(BASE + boardPath(COURSE, 7))).toEqual(place);
  expect(placeOf(BASE + attemptPath(COURSE, 7, 12))).toEqual(place);
});

test('other pages of an exam show no board', () => {
  expect([placeOf(`${BASE}/`), placeOf(`${BASE}${boardPath(COURSE, 7)}/settings`), placeOf(`${BASE}/log`)]).toEqual([
    null,
    null,
    null,
  ]);
});
