import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findVersion } from '../../db/attempt-store.ts';
import { createTerminal } from '../../manage/terminal.ts';
import { createLazyClient } from '../../temporal/connect.ts';
import { isReachable } from '../../temporal/reachability.ts';
import { createBoundedClient } from '../../workflows/exam-attempt/bounded-client.ts';
import { freePort } from '../../dev/ports.ts';
import { changesOf, newCode } from '../support/attempt-records.ts';
import { manage, startManagedService, type ManagedService } from '../support/management.ts';
import { creationRequest, type Service } from '../support/service.ts';

const PROCESS = join(import.meta.dirname, '../../manage/main.ts');
const COMMANDS = [
  'set-attempt-status',
  'update-attempts-for-exam',
  'update-attempt-status-from-review',
  'set-is-attempt-active',
  'reset-attempts',
  'import-course-staff',
];

let running: ManagedService;
let service: Service;

beforeAll(async () => {
  running = await startManagedService();
  ({ service } = running);
});
afterAll(() => running.close());

async function startedAttempt() {
  const code = newCode();
  const { attemptId } = await service.attempts.create(code, await creationRequest(service));
  return { id: attemptId, code };
}

/** Runs the process as a shell would. */
async function runProcess(args: string[], replaced: Record<string, string> = {}) {
  const { config } = service;
  const settings = {
    DATABASE_URL: config.databaseUrl,
    TEMPORAL_ADDRESS: running.env.address,
    TEMPORAL_TASK_QUEUE: config.temporal.taskQueue,
    ...replaced,
  };
  const child = spawn(process.execPath, [PROCESS, ...args], { env: { ...process.env, ...settings } });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exit: child.exitCode, stdout, stderr };
}

describe('the command line', () => {
  it('lists its commands and explains each of them', async () => {
    const overview = await manage(service, ['--help']);
    expect(overview).toMatchObject({ exit: 0, problems: [] });
    for (const command of COMMANDS) {
      expect(overview.lines.join('\n')).toContain(`  ${command}\n`);
      const help = await manage(service, [command, '--help']);
      expect(help).toMatchObject({ exit: 0, problems: [] });
      expect(help.lines.join('\n')).toMatch(/--dry-run .*\n.*--batch-size N .*\n.*--pause SECONDS /);
    }
  });

  it('prints without any connection what only the settings are needed for', async () => {
    const printed = await manage(service, ['exam-token-keys', '--help']);
    expect(printed).toMatchObject({ exit: 0, problems: [] });
    expect(printed.lines.join('\n')).not.toContain('--dry-run');
    // The settings of this process have no key.
    const refused = await manage(service, ['exam-token-keys']);
    expect(refused).toMatchObject({ exit: 2, lines: [], problems: [expect.stringContaining('EXAM_TOKEN_KEY')] });
  });

  it.each([
    { typed: [], exit: 2, says: null },
    { typed: ['drop-everything'], exit: 2, says: 'There is no command drop-everything.' },
    { typed: ['reset-attempts', '--force'], exit: 2, says: "Unknown option '--force'" },
    { typed: ['reset-attempts'], exit: 2, says: '--file-path is missing' },
    { typed: ['set-attempt-status', '-a', 'x', '-t', 'verified'], exit: 2, says: '--attempt-id is not an id' },
    { typed: ['set-attempt-status', '-a', '1', '-t', 'resumed'], exit: 2, says: '--status is not a status' },
    { typed: ['set-is-attempt-active', '--batch-size', '0'], exit: 2, says: '--batch-size is below 1' },
    { typed: ['set-is-attempt-active', '--pause', 'long'], exit: 2, says: '--pause is not a number' },
  ])('answers $exit to $typed', async ({ typed, exit, says }) => {
    const run = await manage(service, typed);
    expect(run.exit).toBe(exit);
    expect(run.problems).toEqual(says === null ? [] : [expect.stringContaining(says)]);
  });

  it.each([
    { typed: ['--help'], exit: 0 },
    { typed: ['reset-attempts', '--help'], exit: 0 },
    { typed: ['reset-attempts', '--force'], exit: 2 },
  ])('asks neither Postgres nor Temporal for $typed', async ({ typed, exit }) => {
    const nowhere = `127.0.0.1:${await freePort()}`;
    const run = await runProcess(typed, { DATABASE_URL: `postgres://x:x@${nowhere}/x`, TEMPORAL_ADDRESS: nowhere });
    expect(run.exit).toBe(exit);
    expect(run.stdout + run.stderr).toContain('npm run manage -- ');
  });

  it('stops at once when Temporal is out of reach, and says how many were not processed', async () => {
    const attempts = [await startedAttempt(), await startedAttempt(), await startedAttempt()];
    const path = await running.fileWith(...attempts.map(({ id }) => String(id)));
    const address = `127.0.0.1:${await freePort()}`;
    const client = createLazyClient({ address, namespace: 'default', connection: { address } });
    const run = await manage(service, ['reset-attempts', '--file-path', path], {
      attempts: createBoundedClient(client, {
        ...service.config.temporal,
        readVersion: (code) => findVersion(service.pool, code),
      }),
      isTemporalReachable: () => isReachable(client),
    });
    expect(run).toMatchObject({
      exit: 1,
      lines: [expect.stringMatching(/^Stopped \(temporal_unavailable: .*1 failed, 2 not processed\.$/)],
      problems: [expect.stringContaining(`attempt ${attempts[0]?.id}: temporal_unavailable: `)],
    });
  });

  it('works as a process, with its exit code, its streams and the name of the account', async () => {
    const { id, code } = await startedAttempt();
    expect(await runProcess(['set-attempt-status', '-a', String(id), '-t', 'submitted'])).toEqual({
      exit: 0,
      stdout: 'Done: 1 changed, 0 unchanged, 0 failed.\n',
      stderr: '',
    });
    expect((await changesOf(service, code)).at(-1)).toMatchObject({
      to: 'submitted',
      actor: 'operator',
      reason: `set-attempt-status by ${userInfo().username}`,
    });
    expect(await runProcess(['set-attempt-status', '-a', '999999', '-t', 'submitted'])).toEqual({
      exit: 1,
      stdout: 'Done: 0 changed, 0 unchanged, 1 failed.\n',
      stderr: 'attempt 999999: does not exist\n',
    });
  });
});

describe('the progress bar', () => {
  function screen(isTTY: boolean) {
    const written: string[] = [];
    return { isTTY, written, write: (piece: string) => written.push(piece) > 0 };
  }

  it('is drawn for a person who watches, below the lines', () => {
    const [out, errors] = [screen(true), screen(true)];
    const terminal = createTerminal(out, errors);
    terminal.progress(1, 2);
    terminal.problem('attempt 4: does not exist');
    terminal.progress(2, 2);
    terminal.line('Done.');
    const erase = '\r\u001B[K';
    const half = '[###############...............] 1/2 (50 %)';
    expect(out.written).toEqual([
      `${erase}${half}`,
      erase,
      half,
      `${erase}[##############################] 2/2 (100 %)\n`,
      'Done.\n',
    ]);
    expect(errors.written).toEqual(['attempt 4: does not exist\n']);
  });

  it('is left out when the output goes to a file', () => {
    const [out, errors] = [screen(false), screen(false)];
    const terminal = createTerminal(out, errors);
    terminal.progress(1, 2);
    terminal.line('Done.');
    expect(out.written).toEqual(['Done.\n']);
  });
});
