import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canRun, runCommand } from '../../dev/run-command.ts';

const CHECK = join(import.meta.dirname, '../../dev/published-events/check.ts');
const CAN_INSTALL = 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))';

const hasPython = await canRun('python3', ['-c', CAN_INSTALL]);
if (!hasPython) console.warn('The published events are not tested: there is no Python 3.11 with pip and venv.');

it.skipIf(!hasPython)('the exam events are what the published Open edX package takes', async () => {
  const said = await runCommand(process.execPath, [CHECK]);
  expect(said.trim().split('\n')).toEqual(
    ['submitted', 'verified', 'rejected', 'errored', 'reset'].map(
      (event) => `org.openedx.learning.exam.attempt.${event}.v1: as published`,
    ),
  );
});
