import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE, type Person } from '../../dev/people.ts';
import { until } from '../../dev/until.ts';
import { startCrashableStack, type CrashableStack, type Part } from '../support/crashable-stack.ts';

const COURSE = 'course-v1:Crash+Test+2030';
const PARTS: Part[] = ['Worker', 'API', 'Temporal', 'Postgres'];

let stack: CrashableStack;
const exams = new Map<string, number>();
let learners = 0;

const newLearner = (): Person => {
  learners += 1;
  const username = `crash-${learners}`;
  return { username, userId: 50_000 + learners, name: username, email: `${username}@example.org` };
};

interface Attempt {
  id: number;
  learner: Person;
}

/** What a patient client does: says it again while the service is not there, and then looks where it stands. */
async function startAttempt(exam: string): Promise<Attempt> {
  const learner = newLearner();
  const body = { exam_id: exams.get(exam), start_clock: 'true' };
  const accepted = async () => [200, 400].includes((await stack.call(learner, 'POST', 'attempt', body)).status);
  await until(accepted, 'the attempt is accepted', { timeoutMs: 120_000, everyMs: 500 });
  const timer = async () => (await stack.call(learner, 'GET', 'attempt')).body as { attempt_id?: number };
  await until(async () => (await timer()).attempt_id !== undefined, 'the clock runs');
  return { id: (await timer()).attempt_id ?? 0, learner };
}

type Row = { status: string; started_at: string; completed_at: string | null };

async function read({ id, learner }: Attempt): Promise<Row> {
  const answer = await stack.call(learner, 'GET', `attempt/${id}`);
  expect(answer.status).toBe(200);
  return answer.body as Row;
}

const submit = ({ id, learner }: Attempt) => stack.call(learner, 'PUT', `attempt/${id}`, { action: 'submit' });

beforeAll(async () => {
  stack = await startCrashableStack();
  const exam = (name: string, minutes: number) => ({
    course_id: COURSE,
    content_id: `block-v1:Crash+Test+2030+type@sequential+block@${name}`,
    exam_name: name,
    time_limit_mins: minutes,
    is_proctored: false,
    is_practice_exam: false,
    is_active: true,
    hide_after_due: false,
  });
  const names = ['short', 'long'];
  const path = `exam_registration/course_id/${COURSE}`;
  const answer = await stack.call(PEOPLE.lms, 'PATCH', path, [exam('short', 1), exam('long', 180)]);
  expect(answer.status).toBe(200);
  (answer.body as { exam_id: number }[]).forEach(({ exam_id }, index) => exams.set(names[index] ?? '', exam_id));
});

afterAll(() => stack.close());

describe('kill -9', () => {
  it('of every part in the middle of a running exam: it still ends, at its exact end', async () => {
    const running = await Promise.all(PARTS.map(() => startAttempt('short')));
    const before = await Promise.all(running.map(read));
    for (const part of PARTS) {
      stack.kill(part);
      await stack.ready();
      expect((await Promise.all(running.map(read))).map(({ started_at }) => started_at)).toEqual(
        before.map(({ started_at }) => started_at),
      );
    }
    const ended = async () => (await Promise.all(running.map(read))).every(({ status }) => status === 'submitted');
    await until(ended, 'all four exams have ended', { timeoutMs: 180_000, everyMs: 500 });
    for (const [index, attempt] of running.entries()) {
      const row = await read(attempt);
      expect(Date.parse(row.completed_at ?? '') - Date.parse(before[index]?.started_at ?? '')).toBe(60_000);
    }
  });

  it.each(PARTS)(
    'of %s while learners submit: what was answered 200 stays, the rest can be sent again',
    async (part) => {
      const attempts = await Promise.all(Array.from({ length: 8 }, () => startAttempt('long')));
      const sent = attempts.map(submit);
      await Promise.race(sent);
      stack.kill(part);
      const answers = await Promise.all(sent);
      for (const { status } of answers) expect([200, 503, 0]).toContain(status);
      await stack.ready();
      for (const [index, attempt] of attempts.entries()) {
        const accepted = answers[index]?.status === 200;
        if (accepted) expect((await read(attempt)).status).toBe('submitted');
        const firstEnd = accepted ? (await read(attempt)).completed_at : null;
        await until(async () => (await submit(attempt)).status === 200, 'the submission is accepted', { everyMs: 500 });
        const row = await read(attempt);
        expect(row.status).toBe('submitted');
        if (firstEnd !== null) expect(row.completed_at).toBe(firstEnd);
      }
    },
  );
});

describe('a dependency that hangs', () => {
  it('Temporal: reads go on, a change is answered 503 with Retry-After, and works afterwards', async () => {
    const attempt = await startAttempt('long');
    await stack.whileHanging('Temporal', async () => {
      expect((await read(attempt)).status).toBe('started');
      const refused = await submit(attempt);
      expect(refused.status).toBe(503);
      expect(Number(refused.headers?.get('retry-after'))).toBeGreaterThan(0);
      expect(refused.body).toEqual({ detail: expect.any(String) });
    });
    await stack.ready();
    await until(async () => (await submit(attempt)).status === 200, 'the submission is accepted', { everyMs: 500 });
    expect((await read(attempt)).status).toBe('submitted');
  });

  it('Worker: a change that is not answered in time is kept and applied once', async () => {
    const attempt = await startAttempt('long');
    await stack.whileHanging('Worker', async () => {
      const refused = await submit(attempt);
      expect(refused.status).toBe(503);
      expect(Number(refused.headers?.get('retry-after'))).toBeGreaterThan(0);
    });
    await until(async () => (await read(attempt)).status === 'submitted', 'the kept submission is applied');
    const { completed_at } = await read(attempt);
    expect((await submit(attempt)).status).toBe(200);
    expect((await read(attempt)).completed_at).toBe(completed_at);
  });
});
