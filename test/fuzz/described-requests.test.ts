// schemathesis as each role: every answer has a documented status, type and form, and none is a fault of our own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canRun } from '../../dev/run-command.ts';
import { EXAMPLES, SEED } from './options.ts';
import { tableOf } from './report.ts';
import { ROLES } from './roles.ts';
import { installSchemathesis, runSchemathesis, type Run } from './schemathesis/run.ts';
import { openFuzzStand, type FuzzStand } from './stand.ts';

const CAN_INSTALL = 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))';
const hasPython = await canRun('python3', ['-c', CAN_INSTALL]);
if (!hasPython) console.warn('There is no fuzzing with schemathesis: there is no Python 3.11 with pip and venv.');

const SOME_HOURS = 4 * 3_600_000;

describe.skipIf(!hasPython)('requests made from the description', { timeout: SOME_HOURS }, () => {
  let stand: FuzzStand;
  let run: Run;
  beforeAll(async () => {
    const [python, opened] = await Promise.all([installSchemathesis(), openFuzzStand()]);
    stand = opened;
    run = await runSchemathesis(python, stand, SEED, EXAMPLES);
    console.log(tableOf(`Requests made from the description, seed ${SEED}`, run.byRole));
  }, SOME_HOURS);
  afterAll(() => stand.close());

  it.each(ROLES)('are answered as described to the %s', (role) => {
    const { operations, findings } = run.byRole[role] ?? {};
    expect({ operations, findings }, run.output).toEqual({ operations: run.operations, findings: 0 });
  });

  it('could all be tried', () => {
    expect(run.gaps, run.output).toEqual([]);
  });

  it('led to no fault of our own', async () => {
    const log = await stand.log();
    const failed = log.split('\n').filter((line) => line.includes('"request failed"'));
    expect(failed.filter((line) => line.includes('internal_error'))).toEqual([]);
  });
});
