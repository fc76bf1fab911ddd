// npm run fuzz -- [--seed S] [--examples N | --long] [described | odd]: both fuzzers against the service as it is in this checkout.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** Without options it is what CI runs, in a minute; the long one takes ten times as many requests. */
const EXAMPLES = { usual: '1', long: '10' };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    examples: { type: 'string' },
    long: { type: 'boolean', default: false },
  },
});
const { seed, examples = values.long ? EXAMPLES.long : EXAMPLES.usual } = values;
if (![seed, examples].every((number) => /^\d{1,9}$/.test(number))) {
  console.error('npm run fuzz -- [--seed NUMBER] [--examples NUMBER | --long] [described | odd]');
  process.exit(2);
}
const child = spawn(process.execPath, [join(import.meta.dirname, 'test.ts'), 'fuzz', ...positionals], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_SEED: seed, FUZZ_EXAMPLES: examples },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
const [code] = (await once(child, 'exit')) as [number | null];
process.exitCode = code ?? 130;
