import { afterAll, beforeAll, expect, it } from 'vitest';
import { PEOPLE, type Person } from '../../dev/people.ts';
import { until } from '../../dev/until.ts';
import { startCrashableStack, type CrashableStack } from '../support/crashable-stack.ts';

const COURSE = 'course-v1:Fire+Drill+2030';
const LEARNERS = 500;
const AT_A_TIME = 8;
const MINUTES = 180;

let stack: CrashableStack;
let examId: number;
beforeAll(async () => {
  stack = await startCrashableStack();
  const exam = {
    course_id: COURSE,
    content_id: 'block-v1:Fire+Drill+2030+type@sequential+block@final',
    exam_name: 'Final',
    time_limit_mins: MINUTES,
    is_proctored: false,
    is_practice_exam: false,
    is_active: true,
    hide_after_due: false,
  };
  const answer = await stack.call(PEOPLE.lms, 'PATCH', `exam_registration/course_id/${COURSE}`, [exam]);
  [{ exam_id: examId }] = answer.body as [{ exam_id: number }];
}, 120_000);
afterAll(() => stack.close(), 60_000);

const learner = (number: number): Person => {
  const username = `drill-${number}`;
  return { username, userId: 60_000 + number, name: username, email: `${username}@example.org` };
};

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const taker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, taker));
}

/** Says it again while the service is not there. */
async function start(number: number): Promise<number> {
  const body = { exam_id: examId, start_clock: 'true' };
  const wanted = { id: 0 };
  await until(
    async () => {
      const answer = await stack.call(learner(number), 'POST', 'attempt', body);
      const running = await stack.call(learner(number), 'GET', 'attempt');
      wanted.id = (running.body as { attempt_id?: number } | null)?.attempt_id ?? 0;
      return answer.status !== 0 && wanted.id > 0;
    },
    `the clock of learner ${number}`,
    { timeoutMs: 180_000, everyMs: 500 },
  );
  return wanted.id;
}

/** Previews an act on the sitting and begins it, in dora's name; its id. */
async function actOnSitting(act: object): Promise<string> {
  const body = { category: 'fire-alarm', ...act, targets: { sitting: { exam: examId } } };
  const told = await stack.callOwn(PEOPLE.dora, 'POST', `courses/${COURSE}/bulk`, { ...body, dry_run: true });
  const { token } = told.body as { token: string };
  const begun = await stack.callOwn(PEOPLE.dora, 'POST', `courses/${COURSE}/bulk`, { ...body, token });
  expect(begun).toMatchObject({ status: 202 });
  return token;
}

async function countDone(bulkId: string): Promise<number> {
  const { status, body } = await stack.callOwn(PEOPLE.dora, 'GET', `bulk/${bulkId}`);
  return status === 200 ? (body as { done: number }).done : -1;
}
/** Waits for so many attempts to be done; how many there were then. */
async function done(bulkId: string, count: number): Promise<number> {
  let seen = -1;
  const isEnough = async () => (seen = await countDone(bulkId)) >= count;
  await until(isEnough, `${count} attempts`, { timeoutMs: 240_000, everyMs: 200 });
  return seen;
}

interface Step {
  at: string;
  event: string;
  actor: string | null;
  reason: string | null;
  ends_at: string | null;
  time_remaining_seconds: number;
}
async function steps(id: number): Promise<Step[]> {
  const { body } = await stack.callOwn(PEOPLE.dora, 'GET', `attempts/${id}/timeline`);
  return (body as { steps: Step[] }).steps;
}
const secondsBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000;

it('a fire alarm costs nobody a second, whatever dies in the middle of it', { timeout: 900_000 }, async () => {
  const ids: number[] = [];
  await inTurns(
    Array.from({ length: LEARNERS }, (_, number) => number),
    async (number) => void ids.push(await start(number)),
  );

  const pause = await actOnSitting({ act: 'pause', reason: 'Fire alarm' });
  expect(await done(pause, 10)).toBeLessThan(LEARNERS);
  stack.kill('Worker');
  stack.kill('API');
  await stack.ready();
  ids.push(await start(LEARNERS));
  stack.kill('Postgres');
  await stack.ready();
  await done(pause, LEARNERS);

  const resume = await actOnSitting({ act: 'unpause', reason: 'All back' });
  expect(await done(resume, 10)).toBeLessThan(LEARNERS);
  stack.kill('Temporal');
  await stack.ready();
  await done(resume, LEARNERS + 1);

  const moments = new Set<string>();
  await inTurns(ids, async (id) => {
    const told = await steps(id);
    expect(told.map(({ event }) => event)).toEqual(['created', 'start', 'pause', 'unpause']);
    const [, started, paused, resumed] = told as [Step, Step, Step, Step];
    expect(paused).toMatchObject({ actor: 'dora', reason: 'Fire alarm' });
    expect(resumed).toMatchObject({ actor: 'dora', reason: 'All back' });
    expect(paused.time_remaining_seconds).toBeCloseTo(MINUTES * 60 - secondsBetween(started.at, paused.at), 2);
    expect(resumed.time_remaining_seconds).toBe(paused.time_remaining_seconds);
    expect(secondsBetween(resumed.at, resumed.ends_at ?? '')).toBeCloseTo(resumed.time_remaining_seconds, 2);
    moments.add(paused.at);
  });
  expect(ids).toHaveLength(LEARNERS + 1);
  expect(moments.size).toBe(2);
});
