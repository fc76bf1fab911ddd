import { readFileSync } from 'node:fs';
import { ABSENT } from './comparison.ts';
import type { Json, Result } from './scenario.ts';
import { stepsOf } from './variables.ts';

/** Where the server under test differs on purpose: at `path` of that step `ours` is expected. */
export interface Deviation {
  /** File name of the scenario without its ending. */
  scenario: string;
  /** Counted from 0. */
  step: number;
  /** `$` replaces the whole answer. */
  path: string;
  /** `(absent)` removes the key. */
  ours: Json;
  /** The row of the table of differences. */
  why: string;
}

export class Deviations {
  private readonly all: readonly Deviation[];
  private readonly used = new Set<Deviation>();

  constructor(file: string | null) {
    this.all = file === null ? [] : (JSON.parse(readFileSync(file, 'utf8')) as Deviation[]);
  }

  /** What is expected of a step; throws when a deviation has no reason or does not fit the recorded answer. */
  expected(scenario: string, step: number, recorded: Result): Result {
    let result = structuredClone(recorded);
    for (const deviation of this.all) {
      if (deviation.scenario !== scenario || deviation.step !== step) continue;
      if (!deviation.why) throw new Error(`deviation without a reason: ${scenario} step ${step}`);
      this.used.add(deviation);
      const path = stepsOf(deviation.path);
      if (path.length === 0) return deviation.ours as Result;
      result = withValue(result, path, deviation);
    }
    return result;
  }

  /** Those that no step of the scenarios matched. */
  unused(scenarios: readonly string[]): Deviation[] {
    return this.all.filter((deviation) => scenarios.includes(deviation.scenario) && !this.used.has(deviation));
  }
}

function withValue(result: Result, path: readonly string[], { scenario, step, path: text, ours }: Deviation): Result {
  let parent: Record<string, unknown> | undefined = result;
  for (const name of path.slice(0, -1)) parent = parent?.[name] as Record<string, unknown> | undefined;
  if (!parent) throw new Error(`deviation path not found: ${scenario} step ${step} ${text}`);
  const last = path.at(-1) ?? '';
  if (ours === ABSENT) delete parent[last];
  else parent[last] = ours;
  return result;
}
