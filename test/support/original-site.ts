import * as old from './original.ts';

const { MINUTE, codeOf } = old;
const LONG_AGO = Date.parse('2026-01-10T10:00:00Z');
/** So many minutes after it all began. */
export const at = (minutes: number, since = LONG_AGO) => new Date(since + minutes * MINUTE);

export const [ALICE, BOB, CAROL] = [11, 12, 13];
export const [TIMED, PROCTORED] = [501, 502];
export const [HANDED_IN, REVIEWED, REMOVED, MARKED] = [7001, 7002, 7003, 7004];

/** What an edx-proctoring has stored of exams that are over. */
export async function addPast(original: old.Original): Promise<void> {
  for (const [id, name] of [
    [ALICE, 'alice'],
    [BOB, 'bob'],
    [CAROL, 'carol'],
  ] as const) {
    await old.addUser(original, id, name);
  }
  await old.addExam(original, TIMED, at(0));
  await old.addExam(original, PROCTORED, at(0), { is_proctored: true, external_id: 'vendor-exam' });
  await old.addPolicy(original, 31, PROCTORED, CAROL, at(1));
  await old.addAllowance(original, { id: 41, at: at(2), userId: ALICE, examId: TIMED, minutes: 15 });
  const taken = { started_at: at(10), allowed_time_limit_mins: 75, completed_at: at(40), status: 'submitted' };
  await old.addAttempt(original, {
    id: HANDED_IN,
    at: at(9),
    userId: ALICE,
    examId: TIMED,
    cells: { ...taken, modified: at(40) },
    history: [
      { status: 'created', at: at(9), by: ALICE },
      { status: 'started', at: at(10), by: ALICE },
      { status: 'submitted', at: at(40), by: ALICE },
    ],
  });
  const proctored = { taking_as_proctored: true, external_id: 'vendor-attempt', review_policy_id: 31 };
  await old.addAttempt(original, {
    id: REVIEWED,
    at: at(9),
    userId: BOB,
    examId: PROCTORED,
    cells: { ...taken, ...proctored, status: 'verified', modified: at(90) },
    history: [
      { status: 'created', at: at(9), by: BOB },
      { status: 'verified', at: at(90), by: CAROL },
    ],
  });
  const review = { attemptId: REVIEWED, examId: PROCTORED, userId: BOB };
  await old.addReview(original, {
    ...review,
    id: 61,
    at: at(80),
    status: 'Clean',
    by: CAROL,
    cells: { modified: at(90) },
  });
  await old.addPastReview(original, { ...review, id: 62, at: at(90), status: 'Suspicious' });
  await old.addComment(original, 71, 61, at(80.1), 'Somebody came in.');
  await old.addComment(original, 72, 61, at(90.1), 'It was an invigilator.');
  await old.addRemovedAttempt(
    original,
    { id: REMOVED, at: at(3), userId: ALICE, examId: TIMED, history: [{ status: 'created', at: at(3) }] },
    at(5),
  );
  await old.addAttempt(original, {
    id: MARKED,
    at: at(9),
    userId: CAROL,
    examId: TIMED,
    cells: { ...taken, completed_at: null, status: 'error', time_remaining_seconds: 600, ready_to_resume: true },
  });
}

/** Two attempts whose clocks run since `begun`: for another half hour, and for none. A workflow is known by its code, so each test has its own. */
export async function addPresent(original: old.Original, id: number) {
  const begun = Date.now() - 30 * MINUTE;
  const clock = (minutes: number) => ({
    started_at: new Date(begun),
    allowed_time_limit_mins: minutes,
    status: 'started',
  });
  const [bob, carol] = [
    { userId: BOB, examId: TIMED },
    { userId: CAROL, examId: PROCTORED },
  ];
  await old.addAttempt(original, { id, at: at(0, begun), ...bob, cells: clock(60) });
  await old.addAttempt(original, { id: id + 1, at: at(0, begun), ...carol, cells: clock(20) });
  return { begun, runs: codeOf(id), unseen: codeOf(id + 1) };
}
