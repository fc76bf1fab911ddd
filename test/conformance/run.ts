// npm run conformance -- [runner options]: the recorded scenarios against the service as it is in this checkout.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../../dev/ports.ts';
import { startConformanceServer } from './server.ts';

const RUNNER = join(import.meta.dirname, 'runner', 'main.ts');
const DEVIATIONS = join(import.meta.dirname, 'deviations.json');

/** The options with those of ours that are not given. */
function withDefaults(options: string[], defaults: Record<string, string>): string[] {
  return [...Object.entries(defaults).flatMap((pair) => (options.includes(pair[0]) ? [] : pair)), ...options];
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
const options = withDefaults(process.argv.slice(2), {
  '--deviations': DEVIATIONS,
  '--provider-port': String(await freePort()),
});
const server = await startConformanceServer(Number(options[options.indexOf('--provider-port') + 1]));
const status = await runRunner(['--check', server.url, ...options], interruption.signal);
await server.close();
process.exit(status);
