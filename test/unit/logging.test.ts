import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { createLogger } from '../../logging.ts';

const SECRET = 'hush-hush';

function parseError(): unknown {
  try {
    return JSON.parse(`{"a": ${SECRET}"`);
  } catch (error) {
    return error;
  }
}

it.each([
  ['a body that is no JSON', parseError()],
  ['a row that exists', Object.assign(new Error('duplicate key'), { detail: `Key (username)=(${SECRET}) exists` })],
  ['a statement with its values', Object.assign(new Error('failed'), { query: { sql: 'x', values: [SECRET] } })],
  ['a value of the database', new Error(`invalid input syntax for type integer: "${SECRET}"`)],
  ['the address of a call', new Error(`fetch https://${SECRET}:pw@lms.org/u/${SECRET}?token=${SECRET} failed`)],
  ['an address of a person', new Error(`no mailbox ${SECRET}@example.org`)],
  ['a cause', new Error('failed', { cause: new Error(`Key (email)=(${SECRET}) is there`) })],
  ['no error at all', { token: SECRET }],
])('an error in the log does not tell %s', (_what, err) => {
  const lines: string[] = [];
  createLogger({ name: 'test', level: 'info' }, { write: (line) => void lines.push(line) }).error({ err }, 'failed');
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain(SECRET);
  expect(lines[0]).toContain('"type"');
});

/** A process that logs `lines` lines and then does what the script says; its output until it ends. */
function runLogging(lines: number, then: string) {
  const script = `
    import { createLogger } from ${JSON.stringify(import.meta.resolve('../../logging.ts'))};
    const log = createLogger({ name: 'test', level: 'info' });
    for (let line = 1; line <= ${lines}; line += 1) log.info({ line }, 'a line');
    ${then}`;
  return spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

it('lines that are written together all arrive when the process ends', async () => {
  const output = await text(runLogging(3, 'process.exit(0)').stdout);
  expect(
    output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toMatchObject([1, 2, 3].map((line) => ({ line })));
});

it('a line does not wait for others, nor for the end of the process', async () => {
  const running = runLogging(1, 'setInterval(() => {}, 60_000)');
  const [chunk] = (await once(running.stdout, 'data')) as [Buffer];
  expect(chunk.toString()).toContain('a line');
  running.kill('SIGKILL');
  await once(running, 'exit');
});
