// What the board of an exam with 5,000 attempts costs, alone and with 200 viewers: npm run bench:board
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { signToken } from '../../dev/people.ts';
import { startPostgres } from '../../test/support/stack-servers.ts';
import { highest, quantile } from '../load/figures.ts';
import { cpuOf, memoryOf } from '../peer/processes.ts';
import { postmasterOf } from '../polls/poll-floor.ts';
import { POLLERS_KEY, startServerProcess, type ServerProcess } from '../polls/server-process.ts';
import { boardPath } from '../../console/ui/addresses.ts';
import { changeAttempts, COURSE, EXAM_ID, fillExam } from './fill.ts';
import { watchFrames, weighPage } from './frames.ts';
import { openViewers } from './viewers.ts';

const ATTEMPTS = 5_000;
const VIEWERS = 200;
const READS = 20;
const QUIET_SECONDS = 20;
/** Single changes, one after the other. */
const CHANGES = 40;
const PATH = `/api/proctoring/v1/courses/${encodeURIComponent(COURSE)}/exams/${EXAM_ID}/board`;

const tokenOf = async (n: number) => {
  const person = { username: `invigilator-${n}`, userId: 9_000_000 + n, name: 'Bench', email: 'bench@example.org' };
  return `JWT ${await signToken({ ...person, invigilates: [COURSE] }, POLLERS_KEY)}`;
};
const show = (what: string, value: number, unit: string) =>
  console.log(`${what.padEnd(58)} ${value.toFixed(1)} ${unit}`);

async function read({ url }: ServerProcess, authorization: string, encoding: string) {
  const begun = performance.now();
  const { statusCode, body } = await request(url + PATH, { headers: { authorization, 'accept-encoding': encoding } });
  const bytes = (await body.arrayBuffer()).byteLength;
  if (statusCode !== 200) throw new Error(`The board was answered with ${statusCode}.`);
  return { bytes, milliseconds: performance.now() - begun };
}

async function snapshots(server: ServerProcess, databaseUrl: string): Promise<void> {
  const postmaster = await postmasterOf(databaseUrl);
  const authorization = await tokenOf(0);
  for (let n = 0; n < 5; n += 1) await read(server, authorization, 'gzip');
  const before = await server.cpuMs();
  const postgresBefore = cpuOf(postmaster);
  const times: number[] = [];
  for (let n = 0; n < READS; n += 1) times.push((await read(server, authorization, 'gzip')).milliseconds);
  show('The whole board: answered in, median', quantile(times, 0.5), 'ms');
  show('  of it processor time of the API', ((await server.cpuMs()) - before) / READS, 'ms');
  show('  and of Postgres', ((cpuOf(postmaster) - postgresBefore) * 1000) / READS, 'ms');
  show('  size, gzipped', (await read(server, authorization, 'gzip')).bytes / 1024, 'KiB');
  show('  size', (await read(server, authorization, 'identity')).bytes / 1024, 'KiB');
}

async function viewers(server: ServerProcess, databaseUrl: string): Promise<void> {
  const tokens = await Promise.all(Array.from({ length: VIEWERS }, (_, n) => tokenOf(n)));
  const aloneMiB = memoryOf(server.pid);
  const all = await openViewers(server.url, `${PATH}/events`, tokens);
  await pause(2_000);
  all.takeRows();
  let before = await server.cpuMs();
  await pause(QUIET_SECONDS * 1_000);
  show(`${VIEWERS} viewers of a quiet exam`, ((await server.cpuMs()) - before) / QUIET_SECONDS / 10, '% of a core');
  before = await server.cpuMs();
  for (let second = 0; second < QUIET_SECONDS; second += 1) {
    await changeAttempts(databaseUrl, second * 5, 5);
    await pause(1_000);
  }
  show('  with 5 changes a second', ((await server.cpuMs()) - before) / QUIET_SECONDS / 10, '% of a core');
  show('  memory of the API without them', aloneMiB, 'MiB');
  show('  memory of the API with them', memoryOf(server.pid), 'MiB');
  const waits: number[] = [];
  for (let change = 0; change < CHANGES; change += 1) {
    all.takeRows();
    await changeAttempts(databaseUrl, 200 + change, 1);
    const made = performance.now();
    await pause(400);
    waits.push(...all.takeRows().map((at) => at - made));
  }
  show(`One change: 95 of 100 screens show it after`, quantile(waits, 0.95), 'ms');
  before = await server.cpuMs();
  const begun = performance.now();
  await changeAttempts(databaseUrl, 1_000, 1_000);
  const made = performance.now();
  const rows: number[] = [];
  while (rows.length < VIEWERS * 1_000 && performance.now() - made < 10_000) {
    await pause(50);
    rows.push(...all.takeRows());
  }
  show('1,000 changes at once: made in', made - begun, 'ms');
  show(`  rows that ${VIEWERS} viewers got`, rows.length, '');
  show('  the last of them after the last change', highest(rows) - made, 'ms');
  show('  processor time of the API', (await server.cpuMs()) - before, 'ms');
  await all.close();
}

async function frames({ url }: ServerProcess, databaseUrl: string): Promise<void> {
  const { script, style } = await weighPage();
  show('Script of a board, gzipped', script / 1024, 'KiB');
  show('  and style', style / 1024, 'KiB');
  const token = (await tokenOf(0)).replace('JWT ', '');
  const looked = await watchFrames(
    { url, board: boardPath(COURSE, EXAM_ID), token },
    [2_000, 3_000, 4_000].map((from) => () => changeAttempts(databaseUrl, from, 1_000)),
    5_000,
  );
  if (!looked) return console.log('There is no browser here, so nothing is known of its frames.');
  show('In a new browser at 10 Mbit/s: first row after', looked.cold, 'ms');
  show('  when it knows the page', looked.warm, 'ms');
  for (const { longestGap, longestFrame, frames: count } of looked.rounds) {
    show('  1,000 changes at once: longest gap between frames', longestGap, 'ms');
    show('    longest that the page took for one, if 50 or more', longestFrame, 'ms');
    show('    frames', count, '');
  }
}

const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-board-'));
const postgres = await startPostgres(folder);
try {
  console.log(`${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, Node ${process.version}`);
  console.log(`An exam with ${ATTEMPTS} attempts\n`);
  await fillExam(postgres.templateUrl, ATTEMPTS);
  const server = await startServerProcess('../../api/server.ts', postgres.templateUrl);
  try {
    await snapshots(server, postgres.templateUrl);
    await frames(server, postgres.templateUrl);
    await viewers(server, postgres.templateUrl);
  } finally {
    await server.end();
  }
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
