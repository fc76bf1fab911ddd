// Many at once: npm run bench:load -- [--temporal dev|server] [cohort] [pings] [ends=N] [bulk=N] [costs] [processes]. See docs/performance-load.md.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runToTheEnd } from '../peer/endings.ts';
import { bulk } from './bulk.ts';
import { cohort } from './cohort.ts';
import { costs } from './costs.ts';
import { ends } from './ends.ts';
import { pings } from './pings.ts';
import { processes } from './processes.ts';
import { startStand, type Stand, type TemporalKind } from './stand.ts';

const PARTS: Record<string, (stand: Stand, count?: number) => Promise<string>> = {
  cohort,
  pings,
  ends,
  bulk,
  costs,
  processes,
};
/** Without a name. */
const USUAL = ['cohort', 'pings', 'ends', 'bulk'];
const TEMPORALS: readonly string[] = ['dev', 'server'] satisfies TemporalKind[];

/** The parts that were asked for, each with the number behind it, if any. */
function readParts(asked: readonly string[]): { name: string; count: number | undefined }[] {
  const parts = (asked.length > 0 ? asked : USUAL).map((each) => {
    const [name = '', count] = each.split('=');
    return { name, count: count === undefined ? undefined : Number(count) };
  });
  const unknown = parts.find(({ name }) => !(name in PARTS));
  if (unknown) throw new Error(`There is no ${unknown.name}, only ${Object.keys(PARTS).join(', ')}.`);
  return parts;
}

await runToTheEnd(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { temporal: { type: 'string', default: 'dev' } },
  });
  const parts = readParts(positionals);
  if (!TEMPORALS.includes(values.temporal))
    throw new Error(`There is no ${values.temporal}, only ${TEMPORALS.join(', ')}.`);
  console.log(`${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, Node ${process.version}`);
  const stand = await startStand(values.temporal as TemporalKind);
  for (const { name, count } of parts) console.log(`\n${name}\n\n${await PARTS[name]?.(stand, count)}`);
});
