import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const HOME = resolve(import.meta.dirname, '..');

/** What the command line of the runner says. */
export interface RunnerOptions {
  mode: 'check' | 'record';
  /** Address of the server under test, without a slash at its end. */
  base: string;
  scenarioFolder: string;
  answerFolder: string;
  /** Only scenarios whose file name contains this. */
  only: string;
  deviationsFile: string | null;
  reportFile: string | null;
  providerPort: number;
  /** How far times and durations may be from the recorded ones, in seconds. */
  timeTolerance: number;
  /** Compare fraction digits and zone style of times, too. */
  strictTime: boolean;
  skipEffects: boolean;
  /** Skip steps that recorded nothing but events and signals. */
  skipEvents: boolean;
  quiet: boolean;
}

const OPTIONS = {
  check: { type: 'boolean', default: false },
  record: { type: 'boolean', default: false },
  only: { type: 'string', default: '' },
  scenarios: { type: 'string' },
  golden: { type: 'string' },
  deviations: { type: 'string' },
  json: { type: 'string' },
  'provider-port': { type: 'string', default: '8901' },
  'time-tolerance': { type: 'string', default: '20' },
  'strict-time': { type: 'boolean', default: false },
  'no-effects': { type: 'boolean', default: false },
  'no-events': { type: 'boolean', default: false },
  quiet: { type: 'boolean', short: 'q', default: false },
} as const;

/** Reads the command line; throws with a sentence about what is wrong with it. */
export function readOptions(args: string[]): RunnerOptions {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (values.check === values.record) throw new Error('Give exactly one of --check and --record.');
  return {
    mode: values.record ? 'record' : 'check',
    base: (positionals[0] ?? 'http://127.0.0.1:8900').replace(/\/$/, ''),
    scenarioFolder: resolve(values.scenarios ?? resolve(HOME, 'scenarios')),
    answerFolder: resolve(values.golden ?? resolve(HOME, 'golden')),
    only: values.only,
    deviationsFile: values.deviations ?? null,
    reportFile: values.json ?? null,
    providerPort: Number(values['provider-port']),
    timeTolerance: Number(values['time-tolerance']),
    strictTime: values['strict-time'],
    skipEffects: values['no-effects'],
    skipEvents: values['no-events'],
    quiet: values.quiet,
  };
}
