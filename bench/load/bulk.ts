import { setTimeout as delay } from 'node:timers/promises';
import { Connection, requestBytes } from '../peer/connection.ts';
import { learner } from '../peer/people.ts';
import { COURSES } from '../peer/service.ts';
import { table } from '../tables.ts';
import { beginExams, insertExam } from './begin.ts';
import { between, highest, quantile, wholeOf, written } from './figures.ts';
import { attemptIn, startPolling, workThrough } from './requests.ts';
import type { Stand } from './stand.ts';

const PATH = `/api/proctoring/v1/courses/${encodeURIComponent(COURSES.exams)}/bulk`;
const LOOK_MS = 50;
/** Longer is not waited for. */
const PATIENCE_MS = 400_000;

/** Sends one step of the act as staff; returns the answer's fields and how many seconds it took. */
async function ask(
  { service }: Stand,
  connection: Connection,
  body: object,
): Promise<[Record<string, unknown>, number]> {
  const {
    status,
    body: text,
    took,
  } = await connection.send(requestBytes('POST', PATH, await service.signIn('staff'), body));
  if (status >= 300) throw new Error(`The act was refused: ${status} ${text.slice(0, 200)}`);
  return [JSON.parse(text) as Record<string, unknown>, took / 1000];
}

/** So many clocks that are paused by one act: how soon it is previewed, the first one done, and all of them. */
export async function bulk(stand: Stand, count = 5_000): Promise<string> {
  const { service, database } = stand;
  const examId = await insertExam(stand, 'bulk', null);
  const people = Array.from({ length: count }, (_, index) => learner(index));
  await beginExams(stand, examId, people);
  const poller = learner(count);
  const body = { exam_id: service.exams.timed, start_clock: 'false' };
  const [polled] = await workThrough(service, [{ person: poller, method: 'POST', path: 'attempt', body }]);
  if (!polled) throw new Error('There is no attempt to poll.');
  await service.settle();

  const connection = new Connection(service.port);
  const wish = { act: 'pause', reason: 'Fire alarm', targets: { filter: { exam: examId } } };
  const [{ will, token }, previewed] = await ask(stand, connection, { ...wish, dry_run: true });
  const cpu = service.cpu();
  const stopPolling = startPolling(service, poller, attemptIn(polled));
  const since = performance.now();
  await ask(stand, connection, { ...wish, token });
  connection.close();
  const countDone = async () => {
    const { rows } = await database.query<{ done: string }>(
      "select count(*) as done from bulk_target where bulk_id = $1 and outcome <> 'pending'",
      [token],
    );
    return Number(rows[0]?.done);
  };
  const secondsUntil = async (wanted: number) => {
    while ((await countDone()) < wanted && performance.now() - since < PATIENCE_MS) await delay(LOOK_MS);
    return (performance.now() - since) / 1000;
  };
  const first = await secondsUntil(1);
  const all = await secondsUntil(Number(will));
  const polls = await stopPolling();
  await service.settle();
  const each = (wholeOf(between(cpu, service.cpu())) / count) * 1000;
  const { rows } = await database.query<{ paused: string }>(
    "select count(*) as paused from attempt where exam_id = $1 and paused_at is not null and status = 'started'",
    [examId],
  );
  const head = ['attempts', 'previewed s', 'first done s', 'all done s', 'paused', 'polls p95 ms', 'longest ms'];
  const figures = [count, ...[previewed, first, all].map(written), Number(rows[0]?.paused)];
  const waits = [quantile(polls, 0.95), highest(polls)].map(written);
  return table([...head, 'CPU ms each'], [[...figures, ...waits, written(each)]]);
}
