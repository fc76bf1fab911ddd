import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Supervisor } from '../../../dev/supervisor.ts';
import { until } from '../../../dev/until.ts';

let folder: string;
let supervisor: Supervisor;
/** Of the one program, in the order in which it was started. */
let pids: number[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-supervisor-'));
  pids = [];
  supervisor = new Supervisor(
    folder,
    () => undefined,
    (now) => pids.push(now.Idle ?? 0),
  );
});
afterEach(async () => {
  await supervisor.stop();
  await rm(folder, { recursive: true });
});

const isRunning = (pid: number | undefined): boolean => {
  try {
    return process.kill(pid ?? 0, 0);
  } catch {
    return false;
  }
};

/** Starts a program that does nothing and answers what it is told to. */
async function startIdle(answers: () => Promise<boolean>): Promise<void> {
  const program = { name: 'Idle', command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] };
  await supervisor.start({ ...program, ready: async () => true, life: { answers, everyMs: 10, times: 3 } });
}

it('a program that runs but answers nothing is started again', async () => {
  let asked = 0;
  await startIdle(async () => {
    asked += 1;
    return pids.length > 1;
  });
  await until(async () => pids.length === 2 && isRunning(pids[1]), 'another start');
  expect(isRunning(pids[0])).toBe(false);
  const before = asked;
  await until(async () => asked > before + 5, 'more questions');
  expect(pids).toHaveLength(2);
});

it('a program that misses a question now and then is left alone', async () => {
  let asked = 0;
  await startIdle(async () => {
    asked += 1;
    return asked % 3 === 0;
  });
  await until(async () => asked > 12, 'some questions');
  expect(pids).toHaveLength(1);
});
