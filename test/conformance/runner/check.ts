import { differencesOf, type Difference } from './comparison.ts';
import type { RunnerOptions } from './options.ts';
import { asText, type JsonObject, type Result, type StepResult } from './scenario.ts';

export interface StepReport {
  step: number;
  label: string;
  diff: Difference[];
}

export interface ScenarioReport {
  scenario: string;
  title: string;
  passed: number;
  failed: number;
  diffs: StepReport[];
}

/** What is expected of each step, null where nothing is compared. */
export type Expected = readonly ({ label: string; result: Result; recorded: Result } | null)[];

const isTold = (effect: JsonObject) => {
  const kind = asText(effect['kind']);
  return kind === 'event' || kind.startsWith('signal');
};

function isSkipped({ effects }: Result, { skipEffects, skipEvents }: RunnerOptions): boolean {
  if (!Array.isArray(effects)) return false;
  return skipEffects || (skipEvents && (effects as JsonObject[]).every(isTold));
}

/** Where the original crashed, any clear refusal will do. */
function isRefusalOfCrash(expected: Result, found: Result | undefined): boolean {
  if (expected['status'] !== 500 || expected['text'] !== '<html>' || !found) return false;
  const status = Number(found['status']);
  return status >= 400 && status < 500 && typeof found['body'] === 'object' && found['body'] !== null;
}

export function differencesFrom(expected: Result, found: Result, options: RunnerOptions): Difference[] {
  return differencesOf(expected, found, { seconds: options.timeTolerance, strictTime: options.strictTime });
}

/** Compares what was found with what is expected; a text says why the scenario did not run. */
export function checkScenario(
  expected: Expected,
  found: readonly StepResult[] | string,
  options: RunnerOptions,
): Pick<ScenarioReport, 'passed' | 'failed' | 'diffs'> {
  const diffs: StepReport[] = [];
  let passed = 0;
  for (const [step, wanted] of expected.entries()) {
    if (!wanted || isSkipped(wanted.recorded, options)) continue;
    const result = typeof found === 'string' ? undefined : found[step]?.result;
    const diff = isRefusalOfCrash(wanted.result, result)
      ? []
      : typeof found === 'string'
        ? [{ path: '$', expected: 'scenario', found: `did not run: ${found}` }]
        : differencesFrom(wanted.result, result ?? { runner_error: 'step not run' }, options);
    if (diff.length === 0) passed += 1;
    else diffs.push({ step, label: wanted.label, diff });
  }
  return { passed, failed: diffs.length, diffs };
}
