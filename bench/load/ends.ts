import { setTimeout as delay } from 'node:timers/promises';
import { API_PATH } from '../../dev/seed.ts';
import { Connection, requestBytes } from '../peer/connection.ts';
import { learner } from '../peer/people.ts';
import { table } from '../tables.ts';
import { beginExams, insertExam, type Sitting } from './begin.ts';
import { between, highest, quantile, wholeOf, written } from './figures.ts';
import type { Stand } from './stand.ts';

const POLLERS = 4;
const PAUSE_MS = 40;
/** Longer is not waited for. */
const PATIENCE_MS = 240_000;
/** How many are looked at again and again. */
const SAMPLE = 200;

/** Reads the sample in turn until stopped; what every read after the end must say is known. */
function startReading({ service }: Stand, sample: readonly Sitting[], dueAt: number) {
  const stopping = new AbortController();
  const took: number[] = [];
  let [after, wrong] = [0, 0];
  const reader = async (first: number) => {
    const connection = new Connection(service.port);
    for (let index = first; !stopping.signal.aborted; index += POLLERS) {
      const { person, attemptId } = sample[index % sample.length] ?? { person: '', attemptId: 0 };
      const bytes = requestBytes('GET', `${API_PATH}/attempt/${attemptId}`, await service.signIn(person));
      const sentAt = Date.now();
      const answer = await connection.send(bytes);
      if (sentAt > dueAt) {
        after += 1;
        took.push(answer.took);
        if ((JSON.parse(answer.body) as { status: string }).status !== 'submitted') wrong += 1;
      }
      await delay(PAUSE_MS);
    }
    connection.close();
  };
  const reading = Array.from({ length: POLLERS }, (_, first) => reader(first));
  return async () => {
    stopping.abort();
    await Promise.all(reading);
    return { took, after, wrong };
  };
}

/** So many exams that end in the same instant: how late the last workflow is, and what reads say meanwhile. */
export async function ends(stand: Stand, count = 2_000): Promise<string> {
  const { service, database } = stand;
  const dueAt = Math.ceil(Date.now() / 1000) * 1000 + 30_000 + count * 90;
  const examId = await insertExam(stand, 'due', dueAt);
  const people = Array.from({ length: count }, (_, index) => learner(index));
  const sittings = await beginExams(stand, examId, people);
  if (Date.now() > dueAt - 5_000) throw new Error('The exams were not begun in time; the machine is too busy.');
  await service.settle();
  await delay(Math.max(0, dueAt - Date.now() - 2_000));
  const cpu = service.cpu();
  const every = Math.ceil(sittings.length / SAMPLE);
  const stopReading = startReading(
    stand,
    sittings.filter((_, index) => index % every === 0),
    dueAt,
  );
  await delay(Math.max(0, dueAt - Date.now()));
  const countRunning = async () => {
    const { rows } = await database.query<{ count: string }>(
      "select count(*) from attempt where exam_id = $1 and status = 'started'",
      [examId],
    );
    return Number(rows[0]?.count);
  };
  while ((await countRunning()) > 0 && Date.now() < dueAt + PATIENCE_MS) await delay(500);
  const late = (Date.now() - dueAt) / 1000;
  const { took, after, wrong } = await stopReading();
  await service.settle();
  const used = between(cpu, service.cpu());
  const { rows } = await database.query<{ exact: string }>(
    'select count(*) as exact from attempt where exam_id = $1 and completed_at = to_timestamp($2::float8 / 1000)',
    [examId, dueAt],
  );
  const each = (wholeOf(used) / count) * 1000;
  const head = ['exams', 'last row s late', 'ended exactly', 'reads', 'wrong', 'p95 ms', 'longest ms', 'CPU ms each'];
  const row = [count, late.toFixed(1), Number(rows[0]?.exact), after, wrong];
  return [
    table(head, [[...row, written(quantile(took, 0.95)), written(highest(took)), written(each)]]),
    '',
    `With ${written(each)} ms each, 10,000 need ${written((10_000 * each) / 2_000)} s of two cores.`,
  ].join('\n');
}
