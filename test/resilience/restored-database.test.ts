import { sql } from 'slonik';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../../dev/until.ts';
import { areEffectsFinished, effectsOf, handleOf, newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { manage } from '../support/management.ts';
import { copyDatabase } from '../support/restorable-database.ts';
import { learner, PROCTORED, staff, startRestServiceOnDevServer, VENDOR_ANSWER } from '../support/rest-service.ts';
import { addExam, addPerson, creationRequest, outcomeOf } from '../support/service.ts';

let service: Awaited<ReturnType<typeof startRestServiceOnDevServer>>;
let vendor: typeof service.vendor;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  service = await startRestServiceOnDevServer();
  vendor = service.vendor;
  stopWorker = await service.startWorker();
});
afterAll(async () => {
  await stopWorker();
  await service.close();
});

type Fields = Parameters<typeof creationRequest>[1];

async function begin(fields: Fields = {}): Promise<string> {
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service, fields));
  return code;
}

const started = () => begin({ exam: PROCTORED, startClock: true });
const settled = (code: string) =>
  until(() => areEffectsFinished(service, code), `the effects of ${code}`, { timeoutMs: 120_000 });
const tell: (typeof service)['attempts']['tell'] = (code, event, payload) =>
  service.attempts.tell(code, event, payload);

/** The connection breaks, and staff let the learner go on. */
async function loseAndMayResume(code: string): Promise<void> {
  await tell(code, 'error', { actor: learner });
  await tell(code, 'mark-ready-to-resume', { actor: staff });
}

const factsRow = z.object({ facts: z.unknown() });

/** Everything that was recorded of attempts, apart from single tries. */
async function recordOf(codes: readonly string[]): Promise<unknown[]> {
  return await Promise.all(
    codes.map((code) =>
      service.pool.oneFirst(sql.type(factsRow)`
        select json_build_object(
          'row', to_jsonb(a),
          'changes', (select json_agg(to_jsonb(t) order by t.version) from attempt_transition t where t.attempt_id = a.id),
          'effects', (select json_agg(
              json_build_object('key', e.key, 'effect', e.effect, 'outcome', e.outcome, 'planned', e.planned_at)
              order by e.version, e.position) from attempt_effect e where e.attempt_id = a.id),
          'ignored', (select json_agg(to_jsonb(i) - 'id' order by i.id) from attempt_ignored_event i where i.attempt_id = a.id)
        ) as facts
        from attempt a where a.attempt_code = ${code}`),
    ),
  );
}

/** Without asking the workflow, for which there may be no worker. */
async function learnerOf(code: string) {
  return await service.pool.one(sql.type(z.object({ userId: z.number() }))`
    select user_id as "userId" from attempt where attempt_code = ${code}`);
}

const keysTold = () => service.lms.effects.map(({ key, kind }) => `${key} ${kind}`);
const reproject = (...args: string[]) => manage(service, ['reproject', '--pause', '0', ...args]);

it('a Postgres of before catches up with what the workflows have done since, and nothing is sent twice', async () => {
  const [handsIn, begins, removed, idle] = [
    await started(),
    await begin({ exam: PROCTORED }),
    await started(),
    await started(),
  ];
  const [examId, userId] = [await addExam(service, PROCTORED), await addPerson(service, 'resumes-again-and-again')];
  const resumed = await begin({ examId, userId, takingAsProctored: true, startClock: true });
  await loseAndMayResume(resumed);
  const [soonEnding, later] = [
    await creationRequest(service, { exam: { minutes: 1 } }),
    await creationRequest(service, { exam: PROCTORED, startClock: true }),
  ];
  await Promise.all([handsIn, begins, removed, idle, resumed].map(settled));
  await stopWorker();
  const copy = await copyDatabase(service.config.databaseUrl);
  stopWorker = await service.startWorker();

  await tell(handsIn, 'submit', { actor: learner });
  await tell(removed, 'delete', { actor: staff, quiet: true });
  const next = await begin({ examId, userId, takingAsProctored: true, startClock: true });
  await loseAndMayResume(next);
  const last = await begin({ examId, userId, takingAsProctored: true, startClock: true });
  const ending = await begin(soonEnding);
  const { startedAt } = await stateOf(service, ending);
  const undoable = await begin(later);
  await settled(undoable);
  await tell(undoable, 'submit', { actor: staff, undoMs: 600_000 });
  await handleOf(service, undoable).signal('mark-ready-to-resume', { actor: staff });
  const stranger = await begin();
  await Promise.all([handsIn, removed, next, last, ending, stranger].map(settled));
  vendor.otherwise({ status: 500 });
  await tell(begins, 'start', { actor: learner });
  const isFailing = async () =>
    (await effectsOf(service, begins)).some(({ tries, outcome }) => tries > 0 && outcome === 'pending');
  await until(isFailing, 'a try that fails');
  await until(
    async () => (await recordOf([undoable])).some((facts) => JSON.stringify(facts).includes('"refusal"')),
    'the ignored signal',
  );

  await stopWorker();
  const [known, unknown] = [
    [handsIn, begins, removed, idle, resumed],
    [next, last, undoable],
  ];
  const before = await recordOf([...known, ...unknown]);
  const told = keysTold();
  const { userId: strangerId } = await learnerOf(stranger);
  await copy.restore();
  await until(async () => (await rowOf(service, handsIn))?.status === 'started', 'the older database');

  const shown = await reproject('--dry-run');
  expect(shown).toMatchObject({
    exit: 1,
    lines: expect.arrayContaining([
      expect.stringMatching(/^attempt \d+: change 2 here, 3 in its workflow \(submitted\)/),
    ]),
  });
  expect(await rowOf(service, ending)).toBeNull();

  const written = await reproject();
  expect(written.problems).toEqual([expect.stringContaining(`learner ${strangerId} is not here, and exam`)]);
  expect(await recordOf([...known, ...unknown])).toEqual(before);
  const again = await reproject();
  expect(again.lines.at(-1)).toBe('Done: 0 written, 1 cannot.');
  expect(await recordOf([...known, ...unknown])).toEqual(before);

  vendor.otherwise(VENDOR_ANSWER);
  stopWorker = await service.startWorker();
  await until(async () => (await rowOf(service, ending))?.status === 'submitted', 'the end', {
    timeoutMs: 120_000,
  });
  expect(await rowOf(service, ending)).toMatchObject({ completedAt: (startedAt ?? 0) + 60_000 });
  await Promise.all([begins, ending].map(settled));
  expect(await effectsOf(service, begins)).toMatchObject([{ kind: 'start-at-vendor', outcome: 'done' }]);
  const { version } = await stateOf(service, undoable);
  expect(await outcomeOf(tell(undoable, 'undo', { actor: staff, version }))).toBe('started');
  expect(await outcomeOf(tell(last, 'submit', { actor: learner }))).toBe('submitted');
  await Promise.all([undoable, last].map(settled));
  const keys = keysTold();
  expect(keys.slice(0, told.length)).toEqual(told);
  expect(new Set(keys).size).toBe(keys.length);
}, 600_000);
