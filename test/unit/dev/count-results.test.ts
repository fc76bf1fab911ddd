import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../../../dev/run-command.ts';

const RUN = `
  import { startVitest } from 'vitest/node';
  import { countResults } from ${JSON.stringify(join(import.meta.dirname, '../../../dev/count-results.ts'))};
  const options = { config: false, root: process.argv[1], include: ['*.ts'], watch: false, reporters: [{}] };
  const vitest = await startVitest('test', [], options);
  const results = countResults(vitest.state.getTestModules());
  await vitest.close();
  console.log(JSON.stringify(results));
  process.exit(0);
`;

it('a group of tests whose preparation fails is a failure of the run', async () => {
  const folder = join(import.meta.dirname, 'broken-group');
  const output = await runCommand(process.execPath, ['--input-type=module', '--eval', RUN, folder]);
  expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toEqual({ passed: 1, failed: 1, skipped: 1 });
});
