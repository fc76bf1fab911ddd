import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'slonik';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { PEOPLE, signToken, type Person } from '../../dev/people.ts';
import { answers, until } from '../../dev/until.ts';
import { startBalancer, type Balancer } from '../support/balancer.ts';
import { changesOf, rowOf } from '../support/attempt-records.ts';
import { addExam } from '../support/service.ts';
import { addSignedIn, KEY, openProcessStand, type ProcessStand } from '../support/process-stand.ts';

const CALLERS = 8;
/** Learners who sit exams, one after the other, at a time. */
const SITTERS = 3;

let stand: ProcessStand;
let balancer: Balancer;
let token: string;
let stopWorker: () => Promise<void>;
let apis: Awaited<ReturnType<ProcessStand['api']>>[];

beforeAll(async () => {
  stand = await openProcessStand({ DRAIN_SECONDS: '2', REQUESTS_PER_MINUTE: '0' });
  stopWorker = await stand.service.startWorker();
  ({ token } = await addSignedIn(stand.service));
  apis = [await stand.api(), await stand.api()];
  await Promise.all(apis.map(({ api }) => api.start()));
  balancer = await startBalancer(apis.map(({ url }) => url));
  await until(async () => balancer.ready() === 2, 'both processes are ready');
});
afterAll(async () => {
  await balancer.close();
  await stopWorker();
  await stand.close();
});

/** Requests that are answered between two steps of the restart. */
const ENOUGH = 50;

/** Learners' pages that ask again and again until `hasEnded`; `counts` tells how often each answer came. */
async function ask(hasEnded: AbortSignal, counts: Record<string, number>): Promise<void> {
  const caller = async () => {
    while (!hasEnded.aborted) {
      const answer = await fetch(`${balancer.url}/api/edx_proctoring/v1/proctored_exam/attempt`, {
        headers: { authorization: `JWT ${token}` },
      });
      const told = answer.status < 500 ? String(answer.status) : `${answer.status} ${await answer.text()}`;
      if (answer.status < 500) await answer.arrayBuffer();
      counts[told] = (counts[told] ?? 0) + 1;
      await delay(5);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

/** One request that must be answered 200; what else comes is kept in `refused`. */
async function write(person: Person, method: string, path: string, body: unknown, refused: string[]): Promise<unknown> {
  const answer = await fetch(`${balancer.url}/api/edx_proctoring/v1/proctored_exam${path}`, {
    method,
    headers: {
      authorization: `JWT ${await signToken(person, KEY)}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== 200) refused.push(`${method} ${path} ${JSON.stringify(body)}: ${answer.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

interface Sitting {
  attemptId: number;
  userId: number;
}

/** Whole exams of new learners until `hasEnded`: every kind of write that an exam day has, staff's extra time too. */
async function sit(examId: number, hasEnded: AbortSignal, refused: string[]): Promise<Sitting[]> {
  const sittings: Sitting[] = [];
  while (!hasEnded.aborted) {
    const { person: learner } = await addSignedIn(stand.service);
    const { userId } = learner;
    const created = await write(learner, 'POST', '/attempt', { exam_id: examId }, refused);
    const { exam_attempt_id: attemptId = 0 } = created as { exam_attempt_id?: number };
    const act = (action: string) => write(learner, 'PUT', `/attempt/${attemptId}`, { action }, refused);
    for (const action of ['start', 'ping']) await act(action);
    const granted = { exam_id: examId, user_info: userId, key: 'additional_time_granted', value: '10' };
    await write(PEOPLE.dora, 'PUT', '/allowance', granted, refused);
    for (const action of ['stop', 'submit']) await act(action);
    sittings.push({ attemptId, userId });
  }
  return sittings;
}

const codeRow = z.object({ attempt_code: z.string() });
const valueRow = z.object({ value: z.string() });

it('a rolling restart refuses and resets no request, though each process is told to end twice', async () => {
  const ended = new AbortController();
  const counts: Record<string, number> = {};
  const asking = ask(ended.signal, counts);
  const more = async () => {
    const before = counts['200'] ?? 0;
    await until(async () => (counts['200'] ?? 0) >= before + ENOUGH, `${ENOUGH} more answers`);
  };
  const refused: string[] = [];
  const examId = await addExam(stand.service);
  const sitting = Array.from({ length: SITTERS }, () => sit(examId, ended.signal, refused));
  for (const { api, url } of apis) {
    await more();
    const closing = api.stop();
    await until(async () => !(await answers(`${url}/readyz`)), 'the process wants no more requests');
    expect((await fetch(`${url}/readyz`)).headers.get('x-error-code')).toBe('draining');
    expect(await answers(`${url}/healthz`)).toBe(true);
    void api.stop();
    expect(await closing).toBe(0);
    await api.start();
    await until(async () => balancer.ready() === 2, 'both processes are ready');
  }
  await more();
  ended.abort();
  await asking;
  expect(Object.keys(counts)).toEqual(['200']);

  const sittings = (await Promise.all(sitting)).flat();
  expect(refused).toEqual([]);
  expect(sittings.length).toBeGreaterThanOrEqual(SITTERS);
  for (const { attemptId, userId } of sittings) {
    const codes = await stand.service.pool.anyFirst(
      sql.type(codeRow)`select attempt_code from attempt where user_id = ${userId}`,
    );
    expect(codes).toHaveLength(1);
    const code = codes[0] ?? '';
    const events = (await changesOf(stand.service, code)).map(({ event }) => event);
    // Extra time reaches the attempt through a message of its own.
    expect(events.filter((event) => event !== 'extra-time')).toEqual(['created', 'start', 'stop', 'submit']);
    expect(events.filter((event) => event === 'extra-time').length).toBeLessThanOrEqual(1);
    const row = await rowOf(stand.service, code);
    expect({ attemptId, status: row?.status }).toEqual({ attemptId, status: 'submitted' });
    const granted = await stand.service.pool.anyFirst(
      sql.type(valueRow)`select value from allowance where user_id = ${userId}`,
    );
    expect(granted).toEqual(['10']);
  }
}, 90_000);
