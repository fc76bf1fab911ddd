// Hours of traffic in less: npm run bench:soak -- [--short] [--minutes N] [--per-second N] [--samples FILE].
// See docs/performance-soak.md.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startStand } from '../load/stand.ts';
import { runToTheEnd } from '../peer/endings.ts';
import { measure, type Curves } from './measure.ts';
import { listGrowing, reportOf, samplesAsJson } from './report.ts';
import { startTraffic } from './traffic.ts';

/** A busy hour of a large site has half an attempt a second; this is eight times as much. */
const PER_SECOND = 4;
/** Of the form that is over soon, and of the usual one. */
const MINUTES = { short: 5, usual: 60 };
const SAMPLES = 60;
/**
 * Full after a few minutes: what the worker and Temporal keep at hand is no leak. Nor is garbage, which Node collects when it
 * has to: with this heap several times in a run, without one when hundreds of MiB have come together.
 */
const LIMITS = {
  WORKFLOW_CACHE_MIB: '64',
  TEMPORAL_CACHED_WORKFLOWS: '500',
  NODE_OPTIONS: '--max-old-space-size=256',
};

await runToTheEnd(async () => {
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      minutes: { type: 'string' },
      'per-second': { type: 'string', default: String(PER_SECOND) },
      samples: { type: 'string' },
    },
  });
  const minutes = Number(values.minutes ?? (values.short ? MINUTES.short : MINUTES.usual));
  const perSecond = Number(values['per-second']);
  if (!(minutes > 0 && perSecond > 0)) throw new Error('Minutes and attempts a second are numbers above 0.');
  const stand = await startStand('dev', LIMITS);
  const curves: Curves = { memory: new Map(), handles: new Map(), tables: new Map() };
  const { page, sittings } = startTraffic(stand, perSecond);
  const began = performance.now();
  for (let sample = 1; sample <= SAMPLES; sample += 1) {
    await delay(Math.max(0, (sample / SAMPLES) * minutes * 60_000 - (performance.now() - began)));
    await measure(curves, stand.service.parts, stand.database, (performance.now() - began) / 60_000);
  }
  await sittings.stop();
  if (values.samples !== undefined) writeFileSync(values.samples, samplesAsJson(curves));
  const { requests, failures } = page;
  console.log(`${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, Node ${process.version}`);
  console.log(`${minutes} minutes, ${sittings.begun} attempts, ${requests} requests, ${failures} of them refused\n`);
  console.log(reportOf(curves, sittings.begun));
  const growing = listGrowing(curves);
  console.log(growing.length === 0 ? '\nNothing that runs grows.' : `\nGrowing: ${growing.join(', ')}.`);
  process.exitCode = growing.length === 0 ? 0 : 1;
});
