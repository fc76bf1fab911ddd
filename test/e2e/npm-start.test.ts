import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../dev/run-command.ts';
import { readNote, type RunNote } from '../../dev/lock.ts';
import { freePort } from '../../dev/ports.ts';
import { answers, until } from '../../dev/until.ts';
import { npmStart, type Run } from '../support/npm-start.ts';

let dataDir: string;
let run: Run;

const addressOf = (name: string, output: string) => output.match(new RegExp(`^  ${name} +(\\S+)`, 'm'))?.[1] ?? '';
const session = (output: string) => output.slice(output.indexOf('\nAPI='), output.indexOf('\nReady.'));

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'npm-start-'));
  await chmod(dataDir, 0o755);
  run = npmStart(dataDir);
  await run.printed('Ready.');
});
afterAll(async () => {
  await run.end('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

function note(): RunNote {
  const found = readNote(dataDir);
  if (!found) throw new Error(`Nothing runs:\n${run.output()}`);
  return found;
}

test('every address of the table answers', async () => {
  const pages = ['API docs', 'Temporal UI', 'Mail catcher', 'Mock vendor', 'Mock LMS'].map((name) =>
    addressOf(name, run.output()),
  );
  expect(await Promise.all(pages.map(answers))).toEqual([true, true, true, true, true]);
  expect(await answers(`${addressOf('API', run.output())}/readyz`)).toBe(true);
});

test('the printed session takes two exams, as often as it is pasted; the second one runs on to its end', async () => {
  // Nobody waits for a real minute here: that exams end by themselves is shown under time skipping.
  const withoutWaiting = `sleep() { :; }\n${session(run.output())}`;
  await runCommand('bash', ['-c', withoutWaiting]);
  const second = (await runCommand('bash', ['-c', withoutWaiting])).split('\n').map((line) => line.trim());
  expect(second.filter((line) => line.startsWith('status:'))).toEqual([
    expect.stringMatching(/started$/),
    expect.stringMatching(/submitted$/),
    expect.stringMatching(/started$/),
    expect.stringMatching(/started$/),
  ]);
  expect(second.slice(second.indexOf('its timeline:') + 1).join('\n')).toMatch(
    /created .*\n.*start .*→ started by learner/,
  );
});

test('a second start shows what runs already and leaves it alone', async () => {
  const second = npmStart(dataDir);
  await second.ended();
  expect(second.output()).toContain(`It is already running from ${dataDir}`);
  expect(second.output()).toContain(addressOf('API', run.output()));
});

test('a part that is killed is started again', async () => {
  const api = note().services['API'];
  process.kill(api?.pid ?? 0, 'SIGKILL');
  await until(async () => note().services['API']?.pid !== api?.pid, 'A new API process');
  await until(() => answers(`${addressOf('API', run.output())}/readyz`), 'The API ready again');
});

test('SIGTERM ends all of it, and the next start has the data; a taken port is said and another used', async () => {
  const pids = Object.values(note().services).map(({ pid }) => pid);
  expect(await run.end('SIGTERM')).toBe(0);
  expect(pids.filter((pid) => isRunning(pid))).toEqual([]);
  expect(await readdir(dataDir)).not.toContain('running.json');

  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await until(async () => other.listening, 'The other server');
  run = npmStart(dataDir, { API_PORT: String(port) });
  await run.printed('Ready.');
  expect(run.output()).toContain('\nReady.');
  other.close();
  expect(run.output()).toContain(`Port ${port} is taken, so the API uses port`);
  // The teacher's step answers with a sentence when there is no attempt of the first run to clear.
  const clearing = session(run.output()).split('\n').slice(0, 13).join('\n');
  expect((await runCommand('bash', ['-c', clearing])).trim()).toBe('1. An exam that the learner hands in');
  expect(await run.end('SIGINT')).toBe(0);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
