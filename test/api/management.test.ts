import { join } from 'node:path';
import { sql } from 'slonik';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { saveReview } from '../../db/reviews.ts';
import { until } from '../../dev/until.ts';
import { areEffectsFinished, changesOf, newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { manage, startManagedService, type ManagedService } from '../support/management.ts';
import { addExam, creationRequest, type Service } from '../support/service.ts';

const actor = { kind: 'learner' } as const;
const UNKNOWN_ID = 999_999;

let running: ManagedService;
let service: Service;

beforeAll(async () => {
  running = await startManagedService();
  ({ service } = running);
});
afterAll(() => running.close());

interface Made {
  id: number;
  code: string;
}

/** A proctored attempt that was handed in, with all its effects done; on an exam of its own unless told otherwise. */
async function submitted(examId?: number): Promise<Made> {
  const code = newCode();
  const exam = { proctored: true, backend: 'null' };
  const { attemptId } = await service.attempts.create(
    code,
    await creationRequest(service, { exam, takingAsProctored: true, startClock: true, ...(examId && { examId }) }),
  );
  await service.attempts.tell(code, 'submit', { actor });
  await until(() => areEffectsFinished(service, code), 'effects of the hand-in');
  return { id: attemptId, code };
}

const statusOf = async ({ code }: Made) => (await rowOf(service, code))?.status;
const lastChange = async ({ code }: Made) => (await changesOf(service, code)).at(-1);

async function review({ id, code }: Made, reviewStatus: string, at: number): Promise<void> {
  const { user_id: studentId, exam_id: examId } = await service.pool.one(
    sql.type(
      z.object({ user_id: z.number(), exam_id: z.number() }),
    )`select user_id, exam_id from attempt where id = ${id}`,
  );
  const rest = { rawData: '{}', encryptedVideoUrl: null, reviewedBy: null, comments: [] };
  await saveReview(
    service.pool,
    { attemptCode: code, reviewStatus, studentId, examId, at, ...rest },
    { allowUpdates: true },
  );
}

const activeRow = z.object({ is_attempt_active: z.boolean() });

/** Whether the review of an attempt, and each earlier version of it, counts as active. */
async function activeFlags({ code }: Made): Promise<readonly boolean[]> {
  return await service.pool.anyFirst(sql.type(activeRow)`
    select is_attempt_active from review where attempt_code = ${code}
    union all (select is_attempt_active from review_history where attempt_code = ${code} order by history_id)`);
}

describe('set-attempt-status', () => {
  it('moves an attempt through its workflow, and the history says who did it and why', async () => {
    const attempt = await submitted();
    const args = ['set-attempt-status', '-a', String(attempt.id), '-t', 'verified', '--reason', 'appeal 7 was granted'];
    expect(await manage(service, args)).toMatchObject({
      exit: 0,
      lines: ['Done: 1 changed, 0 unchanged, 0 failed.'],
      problems: [],
    });
    expect(await stateOf(service, attempt.code)).toMatchObject({ status: 'verified' });
    expect(await lastChange(attempt)).toEqual({
      event: 'set-status',
      to: 'verified',
      actor: 'operator',
      reason: 'appeal 7 was granted (set-attempt-status by otto)',
    });
  });

  it('changes nothing in a dry run, and leaves an attempt alone that has the status', async () => {
    const attempt = await submitted();
    const args = ['set-attempt-status', '-a', String(attempt.id), '-t', 'verified', '--dry-run'];
    expect(await manage(service, args)).toMatchObject({
      exit: 0,
      lines: [`attempt ${attempt.id}: submitted → verified`, 'Dry run, nothing was changed: 1 can be done, 0 cannot.'],
    });
    expect(await statusOf(attempt)).toBe('submitted');
    const same = await manage(service, ['set-attempt-status', '-a', String(attempt.id), '-t', 'submitted']);
    expect(same).toMatchObject({ exit: 0, lines: ['Done: 0 changed, 1 unchanged, 0 failed.'] });
    expect((await changesOf(service, attempt.code)).map(({ to }) => to)).toEqual(['created', 'started', 'submitted']);
  });

  it('fails with the reason of the rules, and for an id that nobody knows', async () => {
    const attempt = await submitted();
    const refused = await manage(service, ['set-attempt-status', '-a', String(attempt.id), '-t', 'started']);
    expect(refused).toMatchObject({ exit: 1, lines: ['Done: 0 changed, 0 unchanged, 1 failed.'] });
    const problems = [expect.stringMatching(new RegExp(`^attempt ${attempt.id}: illegal_transition: `))];
    expect(refused.problems).toEqual(problems);
    const foreseen = await manage(service, [
      'set-attempt-status',
      '-a',
      String(attempt.id),
      '-t',
      'started',
      '--dry-run',
    ]);
    const lines = ['Dry run, nothing was changed: 0 can be done, 1 cannot.'];
    expect(foreseen).toMatchObject({ exit: 1, lines, problems });
    const unknown = await manage(service, ['set-attempt-status', '-a', String(UNKNOWN_ID), '-t', 'verified']);
    expect(unknown).toMatchObject({ exit: 1, problems: [`attempt ${UNKNOWN_ID}: does not exist`] });
  });
});

describe('update-attempts-for-exam', () => {
  it('repeats the consequences of every attempt of the exam, batch by batch, and of no other exam', async () => {
    const examId = await addExam(service, { proctored: true, backend: 'null' });
    const attempts = [await submitted(examId), await submitted(examId), await submitted(examId)];
    const other = await submitted();
    service.mailer.mails.length = 0;
    const args = ['update-attempts-for-exam', '--exam-id', String(examId), '--batch-size', '2', '--pause', '0'];
    const dry = await manage(service, [...args, '--dry-run']);
    expect(dry.lines).toEqual([
      ...attempts.map(({ id }) => `attempt ${id}: submitted again`),
      'Dry run, nothing was changed: 3 can be done, 0 cannot.',
    ]);
    expect(service.mailer.mails).toEqual([]);

    const run = await manage(service, args);
    expect(run).toMatchObject({ exit: 0, lines: ['Done: 3 changed, 0 unchanged, 0 failed.'] });
    expect(run.progress).toEqual([0, 1, 2, 3].map((done) => [done, 3]));
    for (const attempt of attempts) {
      await until(() => areEffectsFinished(service, attempt.code), 'effects of the repeat');
      expect(await lastChange(attempt)).toEqual({
        event: 'set-status',
        to: 'submitted',
        actor: 'operator',
        reason: 'update-attempts-for-exam by otto',
      });
    }
    expect(service.mailer.mails).toHaveLength(3);
    expect(await lastChange(other)).toMatchObject({ event: 'submit' });
  });

  it('does nothing to an exam that nobody knows', async () => {
    expect(await manage(service, ['update-attempts-for-exam', '--exam-id', String(UNKNOWN_ID)])).toMatchObject({
      exit: 2,
      lines: [],
      problems: [expect.stringContaining(`There is no exam ${UNKNOWN_ID}.`)],
    });
  });
});

describe('update-attempt-status-from-review', () => {
  const AT = Date.UTC(2030, 0, 15, 10, 30);
  const range = ['--start', '2030-01-15', '--end', '2030-01-15T11:30:00+01:00', '--pause', '0'];

  it('lets the reviews of the range decide the status, and no others', async () => {
    const [passed, suspicious, earlier] = [await submitted(), await submitted(), await submitted()];
    await review(passed, 'Clean', AT);
    await review(suspicious, 'Suspicious', AT - 1000);
    await review(earlier, 'Clean', Date.UTC(2030, 0, 14, 23, 59));
    const command = ['update-attempt-status-from-review', ...range];
    expect(await manage(service, [...command, '--dry-run'])).toMatchObject({
      exit: 0,
      lines: [
        `attempt ${passed.id}: is submitted; its review says Clean`,
        `attempt ${suspicious.id}: is submitted; its review says Suspicious`,
        'Dry run, nothing was changed: 2 can be done, 0 cannot.',
      ],
    });
    expect(await manage(service, [...command, '--batch-size', '1'])).toMatchObject({
      exit: 0,
      lines: ['Done: 2 changed, 0 unchanged, 0 failed.'],
    });
    expect([await statusOf(passed), await statusOf(suspicious), await statusOf(earlier)]).toEqual([
      'verified',
      'second_review_required',
      'submitted',
    ]);
    expect(await manage(service, command)).toMatchObject({ lines: ['Done: 0 changed, 2 unchanged, 0 failed.'] });
    await service.attempts.tell(passed.code, 'set-status', { status: 'rejected' });
    expect(await manage(service, command)).toMatchObject({ lines: ['Done: 1 changed, 1 unchanged, 0 failed.'] });
    expect(await lastChange(passed)).toMatchObject({ event: 'review', to: 'verified', actor: 'operator' });
  });

  it('refuses a range that is none before it looks at anything', async () => {
    const command = 'update-attempt-status-from-review';
    expect(await manage(service, [command, '--start', '2030-01-15', '--end', '2030-01-14'])).toMatchObject({
      exit: 2,
      problems: [expect.stringContaining('--end is before the start')],
    });
    expect(await manage(service, [command, '--start', 'yesterday', '--end', '2030-01-14'])).toMatchObject({
      exit: 2,
      problems: [expect.stringContaining('--start is not a date')],
    });
  });
});

describe('set-is-attempt-active', () => {
  it('marks the reviews of attempts that are gone, with their earlier versions, and leaves the others', async () => {
    const [gone, live] = [await submitted(), await submitted()];
    await service.attempts.tell(gone.code, 'delete', {});
    for (const attempt of [gone, live]) {
      await review(attempt, 'Suspicious', Date.UTC(2031, 0, 1));
      await review(attempt, 'Clean', Date.UTC(2031, 0, 2));
    }
    const dry = await manage(service, ['set-is-attempt-active', '--dry-run']);
    expect(dry.lines).toEqual([
      `review of ${gone.code}: becomes inactive`,
      'Dry run, nothing was changed: 1 can be done, 0 cannot.',
    ]);
    expect(await activeFlags(gone)).toEqual([true, true]);
    expect(await manage(service, ['set-is-attempt-active'])).toMatchObject({
      exit: 0,
      lines: ['Done: 1 changed, 0 unchanged, 0 failed.'],
    });
    expect(await activeFlags(gone)).toEqual([false, false, false]);
    expect(await activeFlags(live)).toEqual([true, true]);
    expect(await manage(service, ['set-is-attempt-active'])).toMatchObject({
      lines: ['Done: 0 changed, 0 unchanged, 0 failed.'],
    });
  });
});

describe('reset-attempts', () => {
  let attempts: Made[];
  beforeEach(async () => {
    attempts = [await submitted(), await submitted()];
  });

  it('deletes the listed attempts, names those that are unknown, and leaves answers, grades and credit alone', async () => {
    const [first, second] = attempts.map(({ id }) => String(id));
    const path = await running.fileWith(
      '# learners of section 3',
      `${first}`,
      '',
      `${first}  # twice`,
      `${UNKNOWN_ID}`,
      `${second}`,
    );
    const args = ['reset-attempts', '--file-path', path, '--batch-size', '1', '--pause', '0', '--reason', 'wrong exam'];
    const dry = await manage(service, [...args, '--dry-run']);
    expect(dry).toMatchObject({ exit: 1, problems: [`attempt ${UNKNOWN_ID}: does not exist or was already deleted`] });
    expect(dry.lines).toEqual([
      `attempt ${first}: submitted, to be deleted`,
      `attempt ${second}: submitted, to be deleted`,
      'Dry run, nothing was changed: 2 can be done, 1 cannot.',
    ]);
    expect(await Promise.all(attempts.map(statusOf))).toEqual(['submitted', 'submitted']);

    service.lms.effects.length = 0;
    const run = await manage(service, args);
    expect(run).toMatchObject({
      exit: 1,
      lines: ['Done: 2 changed, 0 unchanged, 1 failed.'],
      problems: [`attempt ${UNKNOWN_ID}: does not exist or was already deleted`],
    });
    for (const attempt of attempts) {
      expect(await rowOf(service, attempt.code)).toMatchObject({ deletedAt: expect.any(Number) });
      expect(await lastChange(attempt)).toMatchObject({
        event: 'delete',
        actor: 'operator',
        reason: 'wrong exam (reset-attempts by otto)',
      });
      await until(() => areEffectsFinished(service, attempt.code), 'effects of the deletion');
    }
    expect(service.lms.told).toEqual([]);
  });

  it('refuses a file with lines that are no ids as a whole', async () => {
    const [first] = attempts.map(({ id }) => String(id));
    const path = await running.fileWith(`${first}`, 'alice', '12 13', '-4');
    const run = await manage(service, ['reset-attempts', '--file-path', path]);
    expect(run).toMatchObject({ exit: 2, lines: [] });
    expect(run.problems[0]?.split('\n').slice(0, 4)).toEqual([
      `${path} has lines that are not attempt ids; nothing was deleted:`,
      '  line 2: alice',
      '  line 3: 12 13',
      '  line 4: -4',
    ]);
    expect(await Promise.all(attempts.map(statusOf))).toEqual(['submitted', 'submitted']);
    const missing = await manage(service, ['reset-attempts', '--file-path', join(running.folder, 'nowhere')]);
    expect(missing).toMatchObject({ exit: 2, problems: [expect.stringContaining('The file cannot be read')] });
  });

  it('stops after the attempt under way when the operator interrupts it', async () => {
    const interruption = new AbortController();
    const path = await running.fileWith(...attempts.map(({ id }) => String(id)));
    const { output, lines } = interruptingAfter(1, interruption);
    const { signal } = interruption;
    const { exit } = await manage(service, ['reset-attempts', '--file-path', path], { output, signal });
    expect({ exit, lines }).toEqual({
      exit: 1,
      lines: ['Stopped (interrupted): 1 changed, 0 unchanged, 0 failed, 1 not processed.'],
    });
    expect((await Promise.all(attempts.map(({ code }) => rowOf(service, code)))).map((row) => row?.deletedAt)).toEqual([
      expect.any(Number),
      null,
    ]);
  });
});

function interruptingAfter(steps: number, interruption: AbortController) {
  const lines: string[] = [];
  const output = {
    line: (text: string) => void lines.push(text),
    problem: (text: string) => void lines.push(text),
    progress: (done: number) => {
      if (done === steps) interruption.abort();
    },
  };
  return { output, lines };
}
