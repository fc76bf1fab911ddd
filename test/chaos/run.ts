// Everything at once, broken in every way: npm run chaos -- [--profile ci|long] [--seeds N] [--seed FIRST] [--log FOLDER].
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { summarize, type Summary } from './check/report.ts';
import { runPlan } from './drive/run-plan.ts';
import { makePlan } from './plan/plan.ts';
import { PROFILES, type Profile } from './plan/profiles.ts';
import { startStand } from './stand/stand.ts';

const { values } = parseArgs({
  options: {
    profile: { type: 'string', default: 'ci' },
    seeds: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    log: { type: 'string' },
  },
});
const profile = (PROFILES as Partial<Record<string, Profile>>)[values.profile];
if (!profile)
  throw new Error(`There is no profile ${values.profile}: choose one of ${Object.keys(PROFILES).join(', ')}.`);

async function runSeed(seed: number, { log }: { log: string | undefined }, chosen: Profile): Promise<Summary> {
  const stand = await startStand();
  try {
    const evidence = await runPlan(stand, makePlan(seed, chosen), chosen);
    if (log !== undefined) {
      await mkdir(log, { recursive: true });
      await writeFile(join(log, `${values.profile}-${seed}.json`), JSON.stringify(evidence, null, 1));
    }
    return summarize(seed, evidence);
  } finally {
    await stand.close();
  }
}

// An orderly exit, so that the stack is ended too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

let violations = 0;
const [first, count] = [Number(values.seed), Number(values.seeds)];
for (let seed = first; seed < first + count; seed += 1) {
  const { violations: found, ...figures } = await runSeed(seed, { log: values.log }, profile);
  violations += found.length;
  console.log(
    Object.entries({ ...figures, violations: found.length })
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  );
  for (const { rule, what } of found) console.log(`  ${rule}: ${what}`);
}
console.log(`\n${count} seeds, ${violations} violations`);
process.exit(violations > 0 ? 1 : 0);
