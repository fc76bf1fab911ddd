// npm run conformance -- [runner options]: the recorded scenarios against the service as it is in this checkout.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from '../../dev/ports.ts';
import { startConformanceServer } from './server.ts';

const RUNNER = resolve(import.meta.dirname, '../../..', 'shared/conformance/run.mjs');
const DEVIATIONS = join(import.meta.dirname, 'deviations.json');

/** The options with those of ours that are not given. */
function withDefaults(options: string[], defaults: Record<string, string>): string[] {
  return [...Object.entries(defaults).flatMap((pair) => (options.includes(pair[0]) ? [] : pair)), ...options];
}

async function runRunner(args: string[]): Promise<number> {
  const runner = spawn(process.execPath, [RUNNER, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => runner.kill(signal));
  return await new Promise((end, fail) => runner.once('error', fail).once('exit', (code) => end(code ?? 130)));
}

if (!existsSync(RUNNER)) {
  console.error(`The conformance runner is not at ${RUNNER}.`);
  process.exit(1);
}
const options = withDefaults(process.argv.slice(2), {
  '--deviations': DEVIATIONS,
  '--provider-port': String(await freePort()),
});
const server = await startConformanceServer(Number(options[options.indexOf('--provider-port') + 1]));
const status = await runRunner(['--check', server.url, ...options]);
await server.close();
process.exit(status);
