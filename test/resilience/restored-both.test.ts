import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idRow } from '../../db/columns.ts';
import { until } from '../../dev/until.ts';
import { reviveAttempts } from '../../workflows/exam-attempt/revival-client.ts';
import { areEffectsFinished, newCode, rowOf } from '../support/attempt-records.ts';
import { manage } from '../support/management.ts';
import { startOwnTemporal, type OwnTemporal } from '../support/own-temporal.ts';
import { copyDatabase, type DatabaseCopy } from '../support/restorable-database.ts';
import { learner } from '../support/rest-service.ts';
import type { CreationRequest } from '../../workflows/exam-attempt/messages.ts';
import { addExam, creationRequest, outcomeOf, startService, type Service } from '../support/service.ts';

const DUE_IN = 25_000;

/** What the page for operators has them run, so that no id is given twice. */
const SKIPPING =
  readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8').match(/^select setval\(.*\);$/gm) ?? [];

let temporal: OwnTemporal;
let service: Service;
let stopWorker: () => Promise<void>;

/** Attempts by what was done to them: each was handed in at another time, or begun, or left alone. */
const codes: Record<'first' | 'second' | 'third' | 'begunFirst' | 'begunSecond' | 'begunLast' | 'ending', string> = {
  first: newCode(),
  second: newCode(),
  third: newCode(),
  begunFirst: newCode(),
  begunSecond: newCode(),
  begunLast: newCode(),
  ending: newCode(),
};
type Name = keyof typeof codes;

/** Made at the start, so that a backup has the learners and exams even of what is begun later. */
let requests: Record<Name, CreationRequest>;
let restoreOlderTemporal: () => Promise<void>;
let database: DatabaseCopy;
let restoreNewerTemporal: () => Promise<void>;
let dueAt: number;
/** The ids of an attempt and an exam that no copy of Postgres has. */
let lost: { attemptId: number; examId: number };
/** What the LMS was told before anything was lost. */
let told: string[];

const keysTold = () => service.lms.effects.map(({ key, kind }) => `${key} ${kind}`);
const statusOf = async (name: Name) => (await rowOf(service, codes[name]))?.status ?? null;
const idOf = (name: Name) =>
  service.pool.oneFirst(sql.type(idRow)`select id from attempt where attempt_code = ${codes[name]}`);
const handIn = (name: Name) => outcomeOf(service.attempts.tell(codes[name], 'submit', { actor: learner }));
const reproject = () => manage(service, ['reproject', '--pause', '0']);

const NAMES = Object.keys(codes) as Name[];
const begin = (name: Name) => service.attempts.create(codes[name], requests[name]);

async function makeRequests(): Promise<typeof requests> {
  const exam = (name: Name) => ({ dueAt: name === 'ending' ? dueAt : null });
  const made = NAMES.map(async (name) => [name, await creationRequest(service, { exam: exam(name) })] as const);
  return Object.fromEntries(await Promise.all(made)) as typeof requests;
}

/** Waits until nothing is left to be told, so that what a copy has is known. */
async function settle(...names: Name[]): Promise<void> {
  for (const name of names)
    await until(() => areEffectsFinished(service, codes[name]), `the effects of ${name}`, { timeoutMs: 120_000 });
}

async function whileStopped<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  await stopWorker();
  const answer = await work();
  stopWorker = await service.startWorker();
  return answer;
}

beforeAll(async () => {
  temporal = await startOwnTemporal();
  service = await startService({ client: temporal.client, address: temporal.address });
  stopWorker = await service.startWorker();
  dueAt = Date.now() + DUE_IN;
  requests = await makeRequests();
  await begin('ending');
  await Promise.all([begin('first'), begin('second'), begin('third')]);
  await settle('first', 'second', 'third');

  restoreOlderTemporal = await whileStopped(() => temporal.copy());
  await Promise.all([handIn('first'), begin('begunFirst')]);
  await settle('first', 'begunFirst');

  database = await whileStopped(() => copyDatabase(service.config.databaseUrl));
  await Promise.all([handIn('second'), begin('begunSecond')]);
  await settle('second', 'begunSecond');
  lost = { attemptId: await idOf('begunSecond'), examId: await addExam(service) };

  restoreNewerTemporal = await whileStopped(() => temporal.copy());
  await handIn('third');
  await settle('third');
  told = keysTold();
}, 600_000);
afterAll(async () => {
  await stopWorker();
  await service.close();
  await temporal.close();
});

/** Puts both back while no process of ours runs, and catches up as the page for operators says. */
async function restore(restoreTemporal: () => Promise<void>) {
  return await whileStopped(async () => {
    await restoreTemporal();
    await database.restore();
    await until(async () => (await statusOf('first')) === 'submitted', 'the older database');
    return await reproject();
  });
}

/** As operators do, beside the service. */
async function run(statements: readonly string[]): Promise<void> {
  const client = new pg.Client(service.config.databaseUrl);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** Nothing has a new key: what is told again is told under the old one. */
async function expectNothingNew(...names: Name[]): Promise<void> {
  await settle(...names);
  expect(keysTold().filter((key) => !told.includes(key) && !key.startsWith(codes.ending))).toEqual([]);
}

/** How often anything of an attempt was told. */
const countOf = (name: Name) => keysTold().filter((key) => key.startsWith(codes[name])).length;

async function expectEnd(): Promise<void> {
  await until(async () => (await statusOf('ending')) === 'submitted', 'the end', { timeoutMs: 120_000 });
  expect(await rowOf(service, codes.ending)).toMatchObject({ completedAt: dueAt });
}

describe('Postgres and Temporal, set back to different times', () => {
  it('agree on what Temporal knew, where it is the newer one; what neither knew can be done again', async () => {
    const { exit, lines } = await restore(restoreNewerTemporal);
    expect([exit, lines.at(-1)]).toEqual([0, expect.stringMatching(/^Done: [23] written, 0 cannot\.$/)]);
    expect(await statusOf('second')).toBe('submitted');
    expect(await statusOf('begunSecond')).toBe('started');
    expect(await statusOf('third')).toBe('started');
    const before = countOf('second');
    expect(await handIn('second')).toBe('submitted');
    expect(await handIn('third')).toBe('submitted');
    await expectNothingNew('second', 'third');
    expect(countOf('second')).toBe(before);
  }, 600_000);

  it('agree on what Postgres knew, where it is the newer one', async () => {
    const before = countOf('first');
    const { exit, lines } = await restore(restoreOlderTemporal);
    expect([exit, lines.at(-1)]).toEqual([0, 'Done: 0 written, 0 cannot.']);
    expect(await handIn('first')).toBe('submitted');
    expect(await handIn('begunFirst')).toBe('submitted');
    expect(await handIn('second')).toBe('submitted');
    await settle('first', 'begunFirst', 'second');
    expect(countOf('first')).toBe(before);
    await expectEnd();
  }, 600_000);
});

describe('a namespace that is lost while Postgres is set back', () => {
  it('leaves what the backup has: exams go on from it, and what was begun later is unknown', async () => {
    const { exit, lines } = await restore(() => temporal.empty());
    expect([exit, lines.at(-1)]).toEqual([0, 'Done: 0 written, 0 cannot.']);
    expect(await rowOf(service, codes.begunSecond)).toBeNull();
    await reviveAttempts(service.client, service.config.temporal.taskQueue, [codes.ending]);
    await expectEnd();
    expect(await handIn('first')).toBe('submitted');
    expect(await handIn('second')).toBe('submitted');
    expect(await handIn('begunSecond')).toBe('attempt_not_found');
    expect(SKIPPING).toHaveLength(2);
    await run(SKIPPING);
    await begin('begunLast');
    expect(await idOf('begunLast')).toBeGreaterThan(lost.attemptId);
    expect(await addExam(service)).toBeGreaterThan(lost.examId);
    await settle('first', 'second');
  }, 600_000);
});
