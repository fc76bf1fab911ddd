import { setTimeout as delay } from 'node:timers/promises';
import { learner } from '../peer/people.ts';
import { memoryOf } from '../peer/processes.ts';
import { table } from '../tables.ts';
import { between, highest, quantile, wholeOf, written } from './figures.ts';
import { attemptIn, spread, startPolling, workThrough, type Timed, type Wish } from './requests.ts';
import type { Stand } from './stand.ts';

interface Wave {
  name: string;
  wishes: Wish[];
  seconds: number;
}

const create =
  (examId: number, proctored: boolean) =>
  (person: string): Wish => ({
    person,
    method: 'POST',
    path: 'attempt',
    body: { exam_id: examId, start_clock: proctored ? 'false' : 'true', attempt_proctored: String(proctored) },
  });

const act =
  (action: string) =>
  (person: string, attemptId: number): Wish => ({
    person,
    method: 'PUT',
    path: `attempt/${attemptId}`,
    body: { action },
  });

/** Sends a wave while somebody else polls, and tells how long both waited. */
async function send(
  { service }: Stand,
  poller: { person: string; attemptId: number },
  { name, wishes, seconds }: Wave,
) {
  await service.settle();
  const cpu = service.cpu();
  const stopPolling = startPolling(service, poller.person, poller.attemptId);
  const answers = await spread(service, wishes, seconds);
  const polls = await stopPolling();
  await service.settle();
  const used = between(cpu, service.cpu());
  const took = answers.map((answer) => answer.took);
  const refused = answers.filter(({ refusals }) => refusals > 0).length;
  const perChange = (wholeOf(used) / answers.length) * 1000;
  const row = [
    name,
    seconds,
    ...[quantile(took, 0.5), quantile(took, 0.95), highest(took)].map((ms) => written(ms / 1000)),
    refused,
    written(quantile(polls, 0.95)),
    written(perChange),
  ];
  const parts = ['api', 'worker', 'temporal', 'postgres'].map((part) => {
    return written(((used[part] ?? 0) / answers.length) * 1000);
  });
  return { answers, row: [...row, ...parts] };
}

/** How much later than its request each clock began, and how long before the answer, in seconds. */
async function clocks({ database }: Stand, answers: readonly Timed[]) {
  const ids = answers.filter(({ status }) => status === 200).map(attemptIn);
  const { rows } = await database.query<{ id: string; ms: number }>(
    'select id, (extract(epoch from started_at) * 1000)::float8 as ms from attempt where id = any($1)',
    [ids],
  );
  const startedAt = new Map(rows.map(({ id, ms }) => [Number(id), ms]));
  const lost = answers
    .filter(({ status }) => status === 200)
    .map((answer) => answer.sentAt + answer.took - (startedAt.get(attemptIn(answer)) ?? Number.NaN));
  return { begun: rows.length, lost: quantile(lost, 0.95), most: highest(lost) };
}

const people = (from: number, count: number) => Array.from({ length: count }, (_, index) => learner(from + index));

/** Learners who begin within seconds, timed and proctored, and a thousand who hand in; the report as text. */
export async function cohort(stand: Stand): Promise<string> {
  const { service } = stand;
  const { timed, proctored } = service.exams;
  const [poller = ''] = people(0, 1);
  const [polled] = await workThrough(service, [create(timed, false)(poller)]);
  if (!polled) throw new Error('There is no attempt to poll.');
  const polling = { person: poller, attemptId: attemptIn(polled) };
  await workThrough(service, people(1, 100).map(create(timed, false)));
  const memory = memoryOf(service.workerPid);

  const timedLearners = people(1_000, 300);
  const begin = await send(stand, polling, {
    name: 'create and start, timed',
    wishes: timedLearners.map(create(timed, false)),
    seconds: 5,
  });
  const { begun, lost, most } = await clocks(stand, begin.answers);

  const proctoredLearners = people(2_000, 300);
  const sittings: [string, number][] = [];
  for (const person of proctoredLearners) {
    const [made] = await workThrough(service, [create(proctored, true)(person)], 1);
    if (made) sittings.push([person, attemptIn(made)]);
  }
  const starts = await send(stand, polling, {
    name: 'start, proctored',
    wishes: sittings.map(([person, id]) => act('start')(person, id)),
    seconds: 5,
  });

  const others = people(3_000, 700);
  const running: [string, number][] = [...sittings];
  await Promise.all(
    Array.from({ length: 8 }, async (_, caller) => {
      for (let index = caller; index < others.length; index += 8) {
        const person = others[index] ?? '';
        const [made] = await workThrough(service, [create(timed, false)(person)], 1);
        if (made) running.push([person, attemptIn(made)]);
      }
    }),
  );
  await delay(1_000);
  const perAttempt = (memoryOf(service.workerPid) - memory) / (300 + 300 + 700);
  const submits = await send(stand, polling, {
    name: 'submit',
    wishes: running.map(([person, id]) => act('submit')(person, id)),
    seconds: 10,
  });
  const { rows } = await stand.database.query<{ count: string }>(
    "select count(*) from attempt where id = any($1) and status = 'submitted'",
    [running.map(([, id]) => id)],
  );
  const head = [
    'changes',
    'within s',
    'p50 s',
    'p95 s',
    'longest s',
    'refused',
    'polls p95 ms',
    'CPU ms each',
    'API',
    'worker',
    'Temporal',
    'Postgres',
  ];
  const counted = [begin, starts, submits].map(({ answers, row: [name, ...row] }) => [
    `${answers.length} × ${name}`,
    ...row,
  ]);
  return [
    table(head, counted),
    '',
    `${begun} clocks began; p95 of the time from the clock's beginning to the answer is ${written(lost / 1000)} s, the longest ${written(most / 1000)} s.`,
    `${rows[0]?.count} of ${running.length} were handed in. The worker took ${written(perAttempt)} MiB more for each attempt in its cache.`,
  ].join('\n');
}
