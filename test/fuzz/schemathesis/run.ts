import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { pythonWith } from '../../../dev/python-environment.ts';
import type { Counts } from '../report.ts';
import type { FuzzStand } from '../stand.ts';
import { configurationOf } from './configuration.ts';
import { describedForSchemathesis } from './description.ts';

/** A request without an answer for so long is a finding. */
const PATIENCE_SECONDS = 300;

const report = z.object({
  complete: z.boolean(),
  operations: z.object({ total: z.number(), tested: z.number() }),
  errors: z.array(z.object({ title: z.string(), count: z.number() })),
});
const counts: z.ZodType<Record<string, Counts>> = z.record(
  z.string(),
  z.object({ operations: z.number(), requests: z.number(), accepted: z.number(), findings: z.number() }),
);

/** How a run went. */
export interface Run {
  /** Those that are described. */
  operations: number;
  byRole: Record<string, Counts>;
  /** Why something could not be tried; [] if everything was. */
  gaps: string[];
  /** What was printed: each finding with a request that shows it, and the role in its header `X-Role`. */
  output: string;
}

function argumentsOf(url: string, seed: number, examples: number, at: (name: string) => string): string[] {
  const given = {
    url,
    phases: 'fuzzing',
    'max-examples': String(examples),
    seed: String(seed),
    'generation-database': 'none',
    warnings: 'off',
    // How long it takes to make requests says nothing of the service.
    'suppress-health-check': 'all',
    'request-timeout': String(PATIENCE_SECONDS),
    report: 'json',
    'report-json-path': at('report.json'),
  };
  const options = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
  const flags = ['--no-shrink', '--continue-on-failure'];
  return ['--no-color', '--config-file', at('schemathesis.toml'), 'run', at('openapi.json'), ...options, ...flags];
}

/** Installs schemathesis, once per machine; answers the path of its Python. */
export function installSchemathesis(): Promise<string> {
  return pythonWith('schemathesis', join(import.meta.dirname, 'requirements.txt'));
}

/** Sends so many requests of each operation as each role; the seed says which. */
export async function runSchemathesis(python: string, stand: FuzzStand, seed: number, examples: number): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-fuzz-'));
  const at = (name: string) => join(folder, name);
  try {
    await writeFile(at('openapi.json'), describedForSchemathesis());
    await writeFile(at('schemathesis.toml'), configurationOf(stand.things));
    const all = examples * Object.keys(stand.tokens).length;
    const child = spawn(python, ['-m', 'schemathesis.cli', ...argumentsOf(stand.url, seed, all, at)], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        SCHEMATHESIS_HOOKS: 'as_each_role',
        PYTHONPATH: import.meta.dirname,
        PYTHONDONTWRITEBYTECODE: '1',
        FUZZ_TOKENS: JSON.stringify(stand.tokens),
        FUZZ_COUNTS: at('counts.json'),
      },
    });
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    const written = await readFile(at('report.json'), 'utf8').catch(() => null);
    if (written === null) throw new Error(`schemathesis wrote no report:\n${output}${errors}`);
    const { complete, operations, errors: untried } = report.parse(JSON.parse(written));
    const gaps = untried.map(({ title, count }) => `${title}, ${count} times`);
    return {
      operations: operations.total,
      byRole: counts.parse(JSON.parse(await readFile(at('counts.json'), 'utf8'))),
      gaps: complete ? gaps : [...gaps, 'It did not come to its end'],
      output,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
