import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordStaffRole } from '../../db/course-staff.ts';
import type { Person } from '../../dev/people.ts';
import { manage } from '../support/management.ts';
import { newLearner, startApi, type Api } from './harness.ts';

const COURSE = 'course-v1:Demo+Imports+2030';
const OLD_COURSE = 'Demo/Imports/2012';
const HEADER = 'username,email,role,course_id';

let api: Api;
let folder: string;
beforeAll(async () => {
  api = await startApi();
  folder = await mkdtemp(join(tmpdir(), 'course-staff-'));
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

async function importing(lines: readonly string[], ...options: string[]) {
  const file = join(folder, `${crypto.randomUUID()}.csv`);
  await writeFile(file, lines.join('\n'));
  const {
    exit,
    lines: said,
    problems,
  } = await manage(api.service, ['import-course-staff', '--file-path', file, '--pause', '0', ...options]);
  return { exit, said, problems };
}

const statusOf = async (as: Person, course: string) =>
  (await api.callRoot('GET', `/api/v1/exams/course_id/${encodeURIComponent(course)}`, { as })).status;

describe('a file with the staff of courses', () => {
  it('makes them staff, seen before or not, and can be imported again', async () => {
    const [carol, dave] = [newLearner(), newLearner()];
    expect(await statusOf(carol, COURSE)).toBe(403);
    const file = [
      HEADER,
      `${carol.username},carol@example.com,staff,${COURSE}`,
      `${dave.username},,instructor,${OLD_COURSE}`,
    ];
    expect(await importing(file, '--dry-run')).toEqual({
      exit: 0,
      said: [
        `line 2: becomes staff of ${COURSE}`,
        `line 3: becomes instructor of ${OLD_COURSE}`,
        'Dry run, nothing was changed: 2 can be done, 0 cannot.',
      ],
      problems: [],
    });
    expect(await statusOf(carol, COURSE)).toBe(403);
    expect(await importing(file)).toMatchObject({ exit: 0, said: ['Done: 2 changed, 0 unchanged, 0 failed.'] });
    expect(await statusOf(carol, COURSE)).toBe(200);
    expect(await statusOf(dave, OLD_COURSE)).toBe(200);
    expect(await statusOf(dave, COURSE)).toBe(403);
    expect(await importing(file)).toMatchObject({ exit: 0, said: ['Done: 0 changed, 2 unchanged, 0 failed.'] });
    expect(await importing(file, '--remove')).toMatchObject({ said: ['Done: 2 changed, 0 unchanged, 0 failed.'] });
    expect(await statusOf(carol, COURSE)).toBe(403);
    expect(await statusOf(dave, OLD_COURSE)).toBe(403);
  });

  it('is told of each line that does not fit, and the others are imported', async () => {
    const carol = newLearner();
    const answer = await importing([
      HEADER,
      `${carol.username},,student,${COURSE}`,
      `,,staff,library-v1:Demo+Books`,
      '',
      `${carol.username},,limited_staff,${COURSE}`,
    ]);
    expect(answer).toEqual({
      exit: 1,
      said: ['Done: 1 changed, 0 unchanged, 2 failed.'],
      problems: [
        'line 2: role is none of staff, instructor and limited_staff',
        'line 3: user name is missing or not one; course id is not that of a course',
      ],
    });
    expect(await statusOf(carol, COURSE)).toBe(200);
  });

  it('does not contradict what the event bus has said', async () => {
    const [carol, dave] = [newLearner(), newLearner()];
    for (const [person, isGranted] of [
      [carol, false],
      [dave, true],
    ] as const) {
      await statusOf(person, COURSE);
      const told = { userId: person.userId, username: person.username, courseId: COURSE, role: 'staff' };
      await recordStaffRole(api.deps.pool, { ...told, isGranted, position: '1' });
    }
    const file = [HEADER, `${carol.username},,staff,${COURSE}`, `${dave.username},,staff,${COURSE}`];
    expect(await importing(file)).toMatchObject({ exit: 0, said: ['Done: 0 changed, 2 unchanged, 0 failed.'] });
    expect(await statusOf(carol, COURSE)).toBe(403);
    await importing(file, '--remove');
    expect(await statusOf(dave, COURSE)).toBe(200);
  });

  it.each([
    [['name,role,course_id', `carol,staff,${COURSE}`], 'The file has no column username.'],
    [[HEADER, `"carol,,staff,${COURSE}`], 'The file is not CSV'],
  ])('that is none is refused as a whole', async (lines, problem) => {
    const answer = await importing(lines);
    expect(answer).toMatchObject({ exit: 2, said: [] });
    expect(answer.problems[0]).toContain(problem);
  });
});
