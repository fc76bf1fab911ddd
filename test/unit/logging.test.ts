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
