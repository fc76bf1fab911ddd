import { expect, test } from 'vitest';
import { mainAct, whyNot } from '../../../console/acts/availability.ts';
import type { ActName } from '../../../console/acts/names.ts';
import { asCurl, bodyOf } from '../../../console/acts/send-act.ts';
import type { Me } from '../../../console/api/shapes.ts';
import { boardRow, errorRow, NOON } from '../../support/board-rows.ts';

const COURSE = 'course-v1:Demo+Proctoring+2030';
const personAs = (role: Me['roles'][number]['role']): Me => ({
  user: { id: 1, username: 'p', name: 'P' },
  roles: [{ role, course: COURSE, group: null }],
  zone: 'UTC',
  locale: null,
  undo_window_seconds: 60,
  session_ends_at: null,
  signed_in_by: 'session',
});
const STAFF = personAs('course_staff');
const may = (act: ActName, row = boardRow(), me = STAFF) => whyNot(act, row, me, { course: COURSE, now: NOON });

test('only an attempt in error can be resumed, and the others say why not', () => {
  expect(may('mark-ready-to-resume', errorRow())).toBeNull();
  expect(may('mark-ready-to-resume')).toBe('why.running');
  const handedIn = boardRow({ status: 'submitted', phase: 'handed_in', ends: null });
  expect(may('mark-ready-to-resume', handedIn)).toBe('why.handed_in');
});

test('what runs can be handed in and get more time; what was handed in cannot', () => {
  const handedIn = boardRow({ status: 'submitted', phase: 'handed_in', ends: null });
  expect([may('submit'), may('extra-time')]).toEqual([null, null]);
  expect([may('submit', handedIn), may('extra-time', handedIn)]).toEqual(['why.handed_in', 'why.handed_in']);
});

test('a clock that stands still can only go on', () => {
  const paused = boardRow({ paused: NOON, ends: null, left: 900 });
  expect([may('pause'), may('pause', paused)]).toEqual([null, 'why.paused']);
  expect([may('unpause'), may('unpause', paused)]).toEqual(['why.not_paused', null]);
});

test('an invigilator may let resume and give time, but neither delete nor set a status', () => {
  const ivan = personAs('invigilator');
  expect([may('mark-ready-to-resume', errorRow(), ivan), may('extra-time', boardRow(), ivan)]).toEqual([null, null]);
  expect([may('delete', boardRow(), ivan), may('set-status', boardRow(), ivan)]).toEqual([
    'why.course_staff',
    'why.reviewers',
  ]);
});

test('a sign-in that names no role for the course forbids nothing: the LMS may know of one', () => {
  expect(may('delete', boardRow(), { ...STAFF, roles: [] })).toBeNull();
});

test('the main act is what a row asks for', () => {
  expect([errorRow(), boardRow(), boardRow({ paused: 1, ends: null }), boardRow({ ends: null })].map(mainAct)).toEqual([
    'mark-ready-to-resume',
    'extra-time',
    'unpause',
    null,
  ]);
});

test('what is typed to confirm is not sent', () => {
  expect(bodyOf({ typed: 'bob', minutes: 5 }, ' cut off ', 'network')).toEqual({
    minutes: 5,
    reason: 'cut off',
    category: 'network',
  });
});

test('an act can be shown as a command, with quotes that a shell understands', () => {
  Object.assign(globalThis, { location: { origin: 'https://exams.example.org' } });
  const text = asCurl({ act: 'submit', attempt: 7, version: 4, body: { reason: "it's over" } });
  expect(text).toContain("'https://exams.example.org/api/proctoring/v1/attempts/7/acts/submit'");
  expect(text).toContain(`-H 'if-match: "v4"'`);
  expect(text).toContain(String.raw`it'\''s over`);
});
