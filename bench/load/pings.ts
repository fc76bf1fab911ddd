import { setTimeout as delay } from 'node:timers/promises';
import { API_PATH } from '../../dev/seed.ts';
import { Connection, requestBytes } from '../peer/connection.ts';
import { FIRST_LEARNER_ID } from '../peer/people.ts';
import { table } from '../tables.ts';
import { between, quantile, wholeOf, written } from './figures.ts';
import { attemptIn, workThrough } from './requests.ts';
import type { Stand } from './stand.ts';

const SIZES = [1_000, 5_000, 20_000] as const;
/** Every learner's page polls once in so many seconds. */
const EVERY_SECONDS = 60;
const MEASURED_SECONDS = 20;
const IDLE_SECONDS = 10;
const CALLERS = 16;
/** Above those of the other rows. */
const FIRST = 250_000;

const named = (number: number) => `u${FIRST + number}`;

/** The attempt of one learner who takes a proctored exam, of which the others are copies. */
async function beginOne({ service }: Stand): Promise<number> {
  const person = 'u00000';
  const body = { exam_id: service.exams.proctored, start_clock: 'false', attempt_proctored: 'true' };
  const [made] = await workThrough(service, [{ person, method: 'POST', path: 'attempt', body }], 1);
  if (!made) throw new Error('There is no answer.');
  const attemptId = attemptIn(made);
  await workThrough(service, [{ person, method: 'PUT', path: `attempt/${attemptId}`, body: { action: 'start' } }], 1);
  return attemptId;
}

/** Copies the attempt for learners `from` to `to`; returns the ids of the copies in the order of the learners. */
async function copy({ database }: Stand, attemptId: number, from: number, to: number): Promise<number[]> {
  await database.query(
    `insert into person (id, username, email, full_name)
     select ${FIRST_LEARNER_ID + FIRST} + n, 'u' || (${FIRST} + n), n || '@example.com', 'Copy'
     from generate_series($1::int, $2::int) n`,
    [from, to - 1],
  );
  const { rows } = await database.query<{ id: string }>(
    `insert into attempt
     select copied.*
     from attempt a cross join generate_series($2::int, $3::int) n
     cross join lateral jsonb_populate_record(a, jsonb_build_object(
       'id', nextval(pg_get_serial_sequence('attempt', 'id')), 'attempt_code', 'COPY-' || n, 'external_id', 'copy-' || n,
       'user_id', ${FIRST_LEARNER_ID + FIRST} + n)) copied
     where a.id = $1 order by n returning id`,
    [attemptId, from, to - 1],
  );
  const ids = rows.map(({ id }) => Number(id));
  await database.query('insert into attempt_heartbeat (attempt_id, last_ping_at) select unnest($1::bigint[]), now()', [
    ids,
  ]);
  await database.query('vacuum (analyze)');
  return ids;
}

/** Polls in turn at a steady pace; how long each took, in milliseconds. */
async function poll({ service }: Stand, requests: readonly Buffer[], perSecond: number): Promise<number[]> {
  const took: number[] = [];
  const began = performance.now();
  const rest = requests.entries();
  const caller = async () => {
    const connection = new Connection(service.port);
    for (const [index, bytes] of rest) {
      await delay(Math.max(0, (index / perSecond) * 1000 - (performance.now() - began)));
      const answer = await connection.send(bytes);
      if (answer.status !== 200) throw new Error(`A poll answered ${answer.status}: ${answer.body.slice(0, 200)}`);
      took.push(answer.took);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return took;
}

/** What polls of running proctored exams cost, once a minute for each, at several numbers of exams. */
export async function pings(stand: Stand): Promise<string> {
  const { service } = stand;
  const template = await beginOne(stand);
  const ids: number[] = [];
  const rows: (string | number)[][] = [];
  for (const size of SIZES) {
    ids.push(...(await copy(stand, template, ids.length, size)));
    const perSecond = size / EVERY_SECONDS;
    const polled = Math.round(perSecond * MEASURED_SECONDS);
    const requests = await Promise.all(
      ids.slice(-polled).map(async (id, index) => {
        const person = named(ids.length - Math.min(polled, ids.length) + index);
        return requestBytes('GET', `${API_PATH}/attempt/${id}`, await service.signIn(person));
      }),
    );
    // Every page has polled before, in a real exam.
    await poll(stand, requests, Infinity);
    await delay(3_000);
    const idle = service.cpu();
    await delay(IDLE_SECONDS * 1000);
    const resting = wholeOf(between(idle, service.cpu())) / IDLE_SECONDS;
    const cpu = service.cpu();
    const since = performance.now();
    const took = await poll(stand, requests, perSecond);
    const seconds = (performance.now() - since) / 1000;
    const busy = wholeOf(between(cpu, service.cpu())) / seconds;
    const perThousand = ((busy - resting) * seconds * 1e6) / took.length;
    rows.push([
      size,
      written(perSecond),
      `${written(resting * 100)} %`,
      `${written(busy * 100)} %`,
      written(perThousand),
      written(quantile(took, 0.95)),
    ]);
  }
  const head = ['running exams', 'polls/s', 'of a core without polls', 'with them', 'CPU ms per 1,000 pings', 'p95 ms'];
  return table(head, rows);
}
