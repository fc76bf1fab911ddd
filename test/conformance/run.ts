// npm run conformance -- [runner options]: the recorded scenarios against the service as it is in this checkout.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../dev/ports.ts';
import { startConformanceServer } from './server.ts';

const RUNNER = join(import.meta.dirname, 'runner', 'main.ts');
/** The two sets of scenarios that are kept here. */
const SETS = [import.meta.dirname, join(import.meta.dirname, 'exams')];

/** The options with those of ours that are not given. */
function withDefaults(options: string[], defaults: Record<string, string>): string[] {
  return [...Object.entries(defaults).flatMap((pair) => (options.includes(pair[0]) ? [] : pair)), ...options];
}

const ofSet = (folder: string, options: string[]) =>
  withDefaults(options, {
    '--scenarios': join(folder, 'scenarios'),
    '--golden': join(folder, 'golden'),
    '--deviations': join(folder, 'deviations.json'),
  });

/** Whether scenarios were recorded from edx-exams, by the addresses that they call. */
function areOfExams(folder: string): boolean {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.some((file) => readFileSync(join(folder, file), 'utf8').includes('"/api/v1/'));
}

/** The deviations of the set that is like the scenarios which are given. */
function withDeviations(options: string[]): string[] {
  const folder = options[options.indexOf('--scenarios') + 1] ?? '';
  const [proctoring = '', exams = ''] = SETS;
  return withDefaults(options, { '--deviations': join(areOfExams(folder) ? exams : proctoring, 'deviations.json') });
}

/** Exit status of the runner; 130 when it was interrupted. */
async function runRunner(args: string[], interruption: AbortSignal): Promise<number> {
  const runner = spawn(process.execPath, [RUNNER, ...args], { stdio: 'inherit', signal: interruption });
  return await new Promise((end, fail) => {
    runner.once('exit', (code) => end(code ?? 130));
    runner.once('error', (error) => (interruption.aborted ? end(130) : fail(error)));
  });
}

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interruption.abort());
/** Plays one set against a service of its own: the clock of one that has played another has moved on by years. */
async function play(options: string[]): Promise<number> {
  const given = withDefaults(options, { '--provider-port': String(await freePort()) });
  const server = await startConformanceServer(Number(given[given.indexOf('--provider-port') + 1]));
  try {
    return await runRunner(['--check', server.url, ...given], interruption.signal);
  } finally {
    await server.close();
  }
}

const given = process.argv.slice(2);
let worst = 0;
for (const options of given.includes('--scenarios') ? [withDeviations(given)] : SETS.map((set) => ofSet(set, given))) {
  worst = Math.max(worst, await play(options));
}
process.exit(worst);
