// Times the start of the local stack and weighs its processes at rest: npm run bench:start. See docs/performance.md.
import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, platform, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toTerminal as report } from '../../dev/report.ts';
import { atTheEnd, runToTheEnd } from '../peer/endings.ts';
import { checkOut } from '../peer/earlier-checkout.ts';
import { measureStart, type Start } from './measure-start.ts';
import { memoryTable, startTable } from './tables.ts';

const ROOT = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: { starts: { type: 'string', default: '3' }, before: { type: 'string' } },
});

if (platform() !== 'linux') throw new Error('Memory and processor time are read from /proc, which only Linux has.');

async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-start-'));
  chmodSync(folder, 0o755);
  atTheEnd(() => rm(folder, { recursive: true, force: true }));
  const checkouts = new Map([['ours', ROOT]]);
  if (values.before !== undefined) {
    const earlier = await checkOut(values.before, join(folder, 'earlier'));
    atTheEnd(earlier.remove);
    checkouts.set('before', earlier.folder);
  }
  const starts = new Map<string, Start[]>([...checkouts.keys()].map((name) => [name, []]));
  for (let number = 0; number <= Number(values.starts); number += 1) {
    for (const [name, checkout] of checkouts) {
      const start = await measureStart(checkout, join(folder, `data-${name}`));
      // The first one makes databases and whatever else is made once.
      if (number > 0) starts.get(name)?.push(start);
    }
  }
  const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  report(
    `\n${new Date().toISOString().slice(0, 10)}, ${machine}; medians (lowest–highest of ${values.starts} starts)\n`,
  );
  report(startTable(starts));
  report(`\n${memoryTable(starts)}`);
}

await runToTheEnd(run);
