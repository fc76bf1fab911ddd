import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createLocalLookups } from '../../../lms/local-lookups.ts';
import { createLoggingDelivery } from '../../../lms/logging-delivery.ts';
import { ALICE, ATTEMPT_CODE, COURSE, EFFECTS, EXAM } from '../../../lms/effects/examples.ts';

function recordedLog() {
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { base: null, timestamp: false, formatters: { level: (level) => ({ level }) } },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  return { log, lines };
}

describe('effects without an LMS', () => {
  it('are recorded at info level, by id and without names', async () => {
    const { log, lines } = recordedLog();
    await createLoggingDelivery(log).deliver(EFFECTS.examRejected);
    expect(lines).toStrictEqual([
      {
        level: 'info',
        key: `${ATTEMPT_CODE}/4/publish-exam-event`,
        type: 'org.openedx.learning.exam.attempt.rejected.v1',
        subject: ATTEMPT_CODE,
        course: COURSE,
        learnerId: 7,
        msg: 'No LMS is configured: effect recorded here only',
      },
    ]);
  });

  it('are recorded one by one, whatever their kind', async () => {
    const { log, lines } = recordedLog();
    const effects = createLoggingDelivery(log);
    for (const effect of Object.values(EFFECTS)) await effects.deliver(effect);
    expect(lines.map(({ key }) => key)).toStrictEqual(Object.values(EFFECTS).map(({ key }) => key));
  });
});

describe('lookups without an LMS', () => {
  const searches: unknown[] = [];
  const lookups = createLocalLookups({
    find: async (username) => (username === 'alice' ? { fullName: 'Alice Archer', email: 'alice@example.com' } : null),
    async listWithAttemptsIn(course, textSearch) {
      searches.push([course, textSearch]);
      return ['alice', 'bob'];
    },
  });

  it('answer from our own tables, and otherwise that nothing is special', async () => {
    expect({
      creditState: await lookups.creditState(ALICE, COURSE),
      stranger: await lookups.creditState({ id: 99, username: 'nobody' }, COURSE),
      isCourseStaff: await lookups.isCourseStaff(ALICE, COURSE),
      escalationEmail: await lookups.escalationEmail(COURSE),
      dueDate: await lookups.dueDate(ALICE, COURSE, EXAM),
      courseEnd: await lookups.courseEnd(COURSE),
      gracePeriod: await lookups.gracePeriod(COURSE),
      enrollments: await lookups.proctoredEnrollments(COURSE, 'ali'),
      outline: await lookups.outline(ALICE, COURSE),
      verifiedName: await lookups.verifiedName(ALICE),
      overridesGradeOnRejected: await lookups.overridesGradeOnRejected(COURSE),
    }).toStrictEqual({
      creditState: {
        enrollmentMode: null,
        mayTakeProctoredExams: true,
        courseName: null,
        courseEnd: null,
        fullName: 'Alice Archer',
        email: 'alice@example.com',
        language: null,
        requirements: [],
      },
      stranger: null,
      isCourseStaff: false,
      escalationEmail: null,
      dueDate: null,
      courseEnd: null,
      gracePeriod: null,
      enrollments: [
        { username: 'alice', mode: 'verified' },
        { username: 'bob', mode: 'verified' },
      ],
      outline: { accessible: null, sequences: null, courseEnd: null },
      verifiedName: null,
      overridesGradeOnRejected: true,
    });
    expect(searches).toStrictEqual([[COURSE, 'ali']]);
  });
});
