// Drives this service and the real edx-proctoring side by side and compares them: npm run bench:peer. See docs/performance.md.
import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { toTerminal as report } from '../../dev/report.ts';
import { Caller } from './caller.ts';
import { checkOut } from './earlier-checkout.ts';
import { atTheEnd, runToTheEnd } from './endings.ts';
import { measure } from './measure.ts';
import { readOptions, type Options } from './options.ts';
import { startOriginal } from './original.ts';
import { startOurs } from './ours.ts';
import { preparePolling } from './row.ts';
import type { RunningService } from './service.ts';
import { cpuTable, ratioTable, type Results } from './tables.ts';
import { startVendor } from './vendor-process.ts';
import { writePage } from './write.ts';

const ROOT = join(import.meta.dirname, '../..');

async function startAll({ before, withOriginal }: Options): Promise<RunningService[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-peer-'));
  chmodSync(folder, 0o755);
  atTheEnd(() => rm(folder, { recursive: true, force: true }));
  const vendor = await startVendor();
  const services: RunningService[] = [];
  report('Starting ours …');
  services.push(await startOurs('ours', ROOT, join(folder, 'ours'), vendor));
  if (before !== undefined) {
    report(`Starting ours at ${before} …`);
    const earlier = await checkOut(before, join(folder, 'earlier'));
    atTheEnd(earlier.remove);
    services.push(await startOurs('before', earlier.folder, join(folder, 'before'), vendor));
  }
  if (withOriginal) {
    report('Starting edx-proctoring …');
    services.push(await startOriginal(join(folder, 'original'), vendor, report));
  }
  return services;
}

async function measureAll(services: RunningService[], { rounds, rows, durations }: Options): Promise<Results> {
  const results: Results = new Map(rows.map((row) => [row, new Map<string, never[]>()]));
  for (let round = 0; round < rounds; round += 1) {
    report(`Round ${round + 1} of ${rounds}`);
    const inTurn = round % 2 === 0 ? services : services.toReversed();
    for (const row of rows) {
      for (const service of row.onlyOurs ? inTurn.filter(({ name }) => name !== 'original') : inTurn) {
        const measured = await measure(row, service, durations);
        const byName = results.get(row);
        byName?.set(service.name, [...(byName.get(service.name) ?? []), measured]);
      }
    }
  }
  return results;
}

async function run(options: Options): Promise<void> {
  const services = await startAll(options);
  for (const service of services) {
    const caller = new Caller(service);
    await preparePolling(service, caller);
    caller.close();
  }
  const results = await measureAll(services, options);
  const names = services.map(({ name }) => name);
  report(
    `\n${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, Node ${process.version}, ` +
      `${options.rounds} alternating rounds, 8 callers; medians (lowest–highest round)\n`,
  );
  const tables = { ratios: ratioTable(results, names), cpu: cpuTable(results) };
  report(`${tables.ratios}\n\n${tables.cpu}`);
  if (options.write) writePage(tables);
}

if (platform() !== 'linux')
  throw new Error('The processor time of the services is read from /proc, which only Linux has.');
await runToTheEnd(() => run(readOptions(process.argv.slice(2))));
