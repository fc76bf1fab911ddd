import { setTimeout as delay } from 'node:timers/promises';
import { createHooksClient, type HooksClient } from './hooks-client.ts';
import { sortedByText } from './order.ts';
import { Placeholders } from './placeholders.ts';
import { runRequest } from './request-step.ts';
import {
  asText,
  labelOf,
  type JsonObject,
  type RequestStep,
  type Result,
  type Scenario,
  type Step,
  type StepResult,
} from './scenario.ts';
import { Variables } from './variables.ts';
import type { VendorStandIn } from './vendor-stand-in.ts';

const TRIES = 80;
const PAUSE_MS = 250;

/** What comes later than the answer is asked for again until it is as expected, for up to twenty seconds. */
type IsExpected = (step: number, result: Result) => boolean;

export interface ScenarioRun {
  base: string;
  vendors: VendorStandIn;
  withTimeStyle: boolean;
  /** Null while answers are recorded. */
  isExpected: IsExpected | null;
}

const isOfKind = (wanted: true | string[]) => (effect: JsonObject) => {
  const kind = asText(effect['kind']);
  if (wanted === true) return kind !== 'event' && kind !== 'signal.attempt_status';
  return wanted.some((each) => kind === each || kind.startsWith(`${each}.`));
};

class Sitting {
  private readonly hooks: HooksClient;
  private readonly variables = new Variables();
  private effects: JsonObject[] = [];
  private readonly run: ScenarioRun;
  private readonly placeholders: Placeholders;

  constructor(run: ScenarioRun, hooks: HooksClient, now: string) {
    this.run = run;
    this.hooks = hooks;
    this.variables.setTime(now);
    const { base, withTimeStyle } = run;
    this.placeholders = new Placeholders({ startedAt: Date.parse(now), base, withTimeStyle });
  }

  /** Carries a step out; undefined when there is nothing to compare. */
  async carryOut(step: Step, index: number): Promise<Result | undefined> {
    const { variables, hooks, placeholders } = this;
    if (step.clock || step.user || step.config || step.provider || step.wait_ms !== undefined) {
      await this.prepare(step);
      return undefined;
    }
    if (step.review_policy) {
      const answer = await hooks.post('review_policy', variables.insertInto(step.review_policy));
      return { hook_error: answer?.['error'] ?? null };
    }
    if (step.provider_calls) return await this.vendorCalls(index);
    if (step.effects) return await this.effectsOf(step.effects, index);
    if (step.inspect) {
      return placeholders.replaceIn(await hooks.post('inspect', variables.insertInto(step.inspect))) as Result;
    }
    if (step.method === undefined) throw new Error('unknown step');
    return await runRequest(step as RequestStep, { base: this.run.base, variables, placeholders });
  }

  /** Steps without anything to compare. */
  private async prepare({ clock, user, config, provider, wait_ms: waitMs }: Step): Promise<void> {
    const { variables, hooks } = this;
    if (clock) variables.setTime(asText((await hooks.post('clock', clock))['now']));
    if (user) await this.makeUser(user);
    if (config) await hooks.post('config', variables.insertInto(config));
    if (provider) this.run.vendors.rules.push(...variables.insertInto(provider));
    if (waitMs !== undefined) await delay(waitMs);
  }

  private async makeUser(user: NonNullable<Step['user']>): Promise<void> {
    const { id } = await this.hooks.post('users', this.variables.insertInto(user));
    this.variables.set(`${user.username}_id`, id ?? null);
    this.placeholders.id('user', id as number);
  }

  private async untilExpected(index: number, look: () => Result | Promise<Result>): Promise<Result> {
    const { isExpected } = this.run;
    let result = await look();
    if (!isExpected) return result;
    for (let tries = 0; tries < TRIES && !isExpected(index, result); tries += 1) {
      await delay(PAUSE_MS);
      result = await look();
    }
    return result;
  }

  private async vendorCalls(index: number): Promise<Result> {
    const { vendors } = this.run;
    const result = await this.untilExpected(index, () => ({
      calls: vendors.calls.map((call) => this.placeholders.replaceIn(call)),
    }));
    vendors.calls = [];
    return result;
  }

  private async effectsOf(kinds: true | string[], index: number): Promise<Result> {
    const isWanted = isOfKind(kinds);
    const result = await this.untilExpected(index, async () => {
      this.effects.push(...(await this.hooks.takeEffects()));
      const found = this.effects.filter(isWanted).map((effect) => this.placeholders.replaceIn(effect));
      return { effects: sortedByText(found) };
    });
    this.effects = this.effects.filter((effect) => !isWanted(effect));
    return result;
  }
}

/** Plays a scenario on a server that is reset first; a step that cannot be carried out has `runner_error` as its result. */
export async function runScenario(scenario: Scenario, run: ScenarioRun): Promise<StepResult[]> {
  run.vendors.reset();
  const hooks = createHooksClient(run.base);
  const { now } = await hooks.post('reset');
  const sitting = new Sitting(run, hooks, asText(now));
  const results: StepResult[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    const result = await sitting.carryOut(step, index).catch((error: unknown): Result => {
      return { runner_error: error instanceof Error ? error.message : String(error) };
    });
    results.push(result === undefined ? null : { label: labelOf(step), result });
  }
  return results;
}
