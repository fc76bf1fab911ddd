import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpLookups, type HttpLookupsOptions } from '../../../lms/http-lookups.ts';
import { createLocalLookups } from '../../../lms/local-lookups.ts';
import { LmsUnavailableError, type LmsLookups } from '../../../lms/port.ts';
import { LMS_DATA } from '../../../dev/stand-ins/mock-lms/demo-data.ts';
import { ALICE, CAROL, COURSE, EXAM } from '../../../lms/effects/examples.ts';
import { LMS_TOKEN, startMockLms, type RunningMockLms } from '../../support/mock-lms.ts';

const DATA = LMS_DATA.parse({
  people: {
    alice: {
      full_name: 'Alice Archer',
      email: 'alice@example.com',
      verified_name: 'Alice Mary Archer',
      language: 'de-AT',
    },
    bob: { full_name: 'Bob Baker', email: 'bob@elsewhere.example' },
    carol: { full_name: 'Carol Clark', email: 'carol@example.com' },
  },
  courses: {
    [COURSE]: {
      name: 'Computer Science 101',
      end: '2031-01-01T00:00:00+01:00',
      escalation_email: 'appeals@example.com',
      overrides_grade_on_rejected: false,
      grace_period_seconds: 3600,
      staff: ['carol'],
      enrollments: { bob: 'masters', alice: 'verified', carol: 'audit' },
      requirements: [{ namespace: 'proctored_exam', name: EXAM, order: 1, display_name: 'Final exam' }],
      due_dates: { alice: { [EXAM]: '2030-06-01T12:00:00Z' } },
      accessible: [EXAM],
      sequences: { [EXAM]: { start: '2030-01-01T00:00:00Z', due: null } },
    },
  },
});
const COURSE_END = Date.UTC(2030, 11, 31, 23);

const standIn = createLocalLookups({
  find: async () => ({ fullName: 'Alice of our own tables', email: 'own@example.com' }),
  listWithAttemptsIn: async () => ['alice'],
});

let lms: RunningMockLms;
let warnings: { lookup: string; msg: string }[];

beforeEach(async () => {
  lms = await startMockLms({ data: DATA });
  warnings = [];
});
afterEach(() => lms.close());

function lookups(overrides: Partial<HttpLookupsOptions> = {}): LmsLookups {
  const log = pino(
    { base: null },
    {
      write(line: string) {
        const { lookup, msg } = JSON.parse(line) as { lookup: string; msg: string };
        warnings.push({ lookup, msg });
      },
    },
  );
  return createHttpLookups({ url: lms.url, token: () => LMS_TOKEN, standIn, log, ...overrides });
}

/** Every question at once, as plain data. */
async function answersOf(ask: LmsLookups) {
  return {
    creditState: await ask.creditState(ALICE, COURSE),
    aliceIsStaff: await ask.isCourseStaff(ALICE, COURSE),
    carolIsStaff: await ask.isCourseStaff(CAROL, COURSE),
    escalationEmail: await ask.escalationEmail(COURSE),
    dueDate: await ask.dueDate(ALICE, COURSE, EXAM),
    otherDueDate: await ask.dueDate(CAROL, COURSE, EXAM),
    courseEnd: await ask.courseEnd(COURSE),
    gracePeriod: await ask.gracePeriod(COURSE),
    mayCarolTakeProctored: (await ask.creditState(CAROL, COURSE))?.mayTakeProctoredExams,
    enrollments: await ask.proctoredEnrollments(COURSE, null),
    found: await ask.proctoredEnrollments(COURSE, 'ELSEWHERE'),
    outline: await ask.outline(ALICE, COURSE),
    verifiedName: await ask.verifiedName(ALICE),
  };
}

const STAND_IN_ANSWERS = {
  creditState: {
    enrollmentMode: null,
    mayTakeProctoredExams: true,
    courseName: null,
    courseEnd: null,
    fullName: 'Alice of our own tables',
    email: 'own@example.com',
    language: null,
    requirements: [],
  },
  aliceIsStaff: false,
  carolIsStaff: false,
  escalationEmail: null,
  dueDate: null,
  otherDueDate: null,
  courseEnd: null,
  gracePeriod: null,
  mayCarolTakeProctored: true,
  enrollments: [{ username: 'alice', mode: 'verified' }],
  found: [{ username: 'alice', mode: 'verified' }],
  outline: { accessible: null, sequences: null, courseEnd: null },
  verifiedName: null,
};

describe('lookups at the LMS', () => {
  it('answer what the LMS knows', async () => {
    expect(await answersOf(lookups())).toStrictEqual({
      creditState: {
        enrollmentMode: 'verified',
        mayTakeProctoredExams: true,
        courseName: 'Computer Science 101',
        courseEnd: COURSE_END,
        fullName: 'Alice Archer',
        email: 'alice@example.com',
        language: 'de-AT',
        requirements: [{ namespace: 'proctored_exam', name: EXAM, order: 1, display_name: 'Final exam', status: null }],
      },
      aliceIsStaff: false,
      carolIsStaff: true,
      escalationEmail: 'appeals@example.com',
      dueDate: Date.UTC(2030, 5, 1, 12),
      otherDueDate: null,
      courseEnd: COURSE_END,
      gracePeriod: 3600,
      mayCarolTakeProctored: false,
      enrollments: [
        { username: 'bob', mode: 'masters' },
        { username: 'alice', mode: 'verified' },
      ],
      found: [{ username: 'bob', mode: 'masters' }],
      outline: {
        accessible: new Set([EXAM]),
        sequences: new Map([[EXAM, { start: Date.UTC(2030, 0, 1), due: null }]]),
        courseEnd: COURSE_END,
      },
      verifiedName: 'Alice Mary Archer',
    });
    expect(await lookups().overridesGradeOnRejected(COURSE)).toBe(false);
    expect(warnings).toStrictEqual([]);
  });

  it('carry course keys and user names that hold slashes and signs', async () => {
    const course = 'Old/CS 1?/2012#a';
    const data = LMS_DATA.parse({ courses: { [course]: { name: 'Old', staff: ['a/b+c'] } } });
    const other = await startMockLms({ data });
    try {
      expect(await lookups({ url: `${other.url}/` }).isCourseStaff({ id: 1, username: 'a/b+c' }, course)).toBe(true);
    } finally {
      await other.close();
    }
  });

  it.each([
    ['is down', { mode: 'down' }],
    ['answers 503', { mode: 'refuse', status: 503 }],
    ['answers too late', { mode: 'slow', delay_ms: 60_000 }],
  ] as const)('fall back to our own answers, with a warning, when the LMS %s', async (_name, failure) => {
    await lms.fail(failure);
    expect(await answersOf(lookups({ timeoutMs: 50 }))).toStrictEqual(STAND_IN_ANSWERS);
    expect(new Set(warnings.map(({ msg }) => msg))).toStrictEqual(new Set(['the LMS did not answer a lookup']));
  });

  it('fall back when the token is wrong', async () => {
    expect(await lookups({ token: () => 'wrong' }).verifiedName(ALICE)).toBeNull();
    expect(warnings).toStrictEqual([
      { lookup: '/learners/{username}/verified-name', msg: 'the LMS did not answer a lookup' },
    ]);
  });

  it('fall back without a warning when the LMS does not know the course', async () => {
    const ask = lookups();
    expect(await ask.creditState(ALICE, 'course-v1:No+Such+Course')).toStrictEqual(STAND_IN_ANSWERS.creditState);
    expect(await ask.overridesGradeOnRejected('course-v1:No+Such+Course')).toBe(true);
    expect(warnings).toStrictEqual([]);
  });

  it('never guess whether a rejection zeroes the grade', async () => {
    await lms.fail({ mode: 'refuse', status: 500 });
    await expect(lookups().overridesGradeOnRejected(COURSE)).rejects.toThrow(LmsUnavailableError);
  });
});

describe('the cache of lookups', () => {
  let asked: string[];
  let status: number;
  let body: string;
  let url: string;
  let close: () => Promise<void>;

  beforeEach(async () => {
    asked = [];
    status = 200;
    body = JSON.stringify({ is_staff: true });
    const server = createServer((request: IncomingMessage, response: ServerResponse) => {
      asked.push(request.url ?? '');
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
  });
  afterEach(() => close());

  it('asks again only after a minute', async () => {
    let now = 0;
    const ask = lookups({ url, now: () => now });
    await ask.isCourseStaff(CAROL, COURSE);
    now = 59_999;
    await ask.isCourseStaff(CAROL, COURSE);
    expect(asked).toStrictEqual([`/api/proctoring/v1/courses/${encodeURIComponent(COURSE)}/staff/carol`]);
    now = 60_000;
    body = JSON.stringify({ is_staff: false });
    expect(await ask.isCourseStaff(CAROL, COURSE)).toBe(false);
    expect(asked).toHaveLength(2);
  });

  it.each([404, 500])('asks again five seconds after %i', async (failing) => {
    let now = 0;
    const ask = lookups({ url, now: () => now });
    status = failing;
    expect(await ask.isCourseStaff(CAROL, COURSE)).toBe(false);
    status = 200;
    now = 4_999;
    expect(await ask.isCourseStaff(CAROL, COURSE)).toBe(false);
    now = 5_000;
    expect(await ask.isCourseStaff(CAROL, COURSE)).toBe(true);
    expect(asked).toHaveLength(2);
  });

  it('asks once for all who ask at the same time', async () => {
    const ask = lookups({ url });
    const answers = await Promise.all([1, 2, 3].map(() => ask.isCourseStaff(CAROL, COURSE)));
    expect(answers).toStrictEqual([true, true, true]);
    expect(asked).toHaveLength(1);
  });

  it.each(['not JSON', '{"is_staff":"perhaps"}'])('takes the answer %s for a failure', async (nonsense) => {
    body = nonsense;
    expect(await lookups({ url }).isCourseStaff(CAROL, COURSE)).toBe(false);
    expect(warnings).toHaveLength(1);
  });

  it('takes a blank escalation address, which many courses have, for none', async () => {
    body = JSON.stringify({ end: null, escalation_email: '', overrides_grade_on_rejected: false });
    const ask = lookups({ url });
    expect(await ask.escalationEmail(COURSE)).toBeNull();
    expect(await ask.overridesGradeOnRejected(COURSE)).toBe(false);
    expect(warnings).toEqual([]);
  });
});
