import { isDeepStrictEqual } from 'node:util';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import fc from 'fast-check';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PAYLOAD_CONVERTER } from '../../activities/create-workers.ts';
import { until } from '../../dev/until.ts';
import { workflowIdOf } from '../../workflows/exam-attempt/messages.ts';
import { endOf } from '../../rules/attempt/clock.ts';
import { effectKey } from '../../rules/attempt/effects.ts';
import { REVIEW_STATUSES, type AttemptEvent, type EventName } from '../../rules/attempt/events.ts';
import { DEFAULT_SETTINGS, type Facts } from '../../rules/attempt/facts.ts';
import { settled } from '../../rules/attempt/guard.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { isRunning, SETTABLE } from '../../rules/attempt/statuses.ts';
import type { Changed } from '../../rules/attempt/outcome.ts';
import { step } from '../../rules/attempt/transition.ts';
import { MINUTE } from '../support/attempt-builders.ts';
import { handleOf, newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { creationRequest, startSkippingService, workflowBundle, type Service } from '../support/service.ts';

const TIME_LIMIT_MINS = 60;
const FACTS: Facts = {
  settings: DEFAULT_SETTINGS,
  clock: { timeLimitMins: TIME_LIMIT_MINS, additionalMins: 0, dueAt: null },
};
const EXAM = { proctored: true, backend: 'null', minutes: TIME_LIMIT_MINS };
const SECONDS = 60;
const REPLAYED = 40;

type Told = Exclude<AttemptEvent, { name: 'created' | 'expire' }>;
type Action = { wait: number } | Told;

const actor = { kind: 'staff', userId: 1 } as const;
const plain = (name: Exclude<EventName, 'heartbeat-lost' | 'review' | 'set-status' | 'extra-time'>) =>
  fc.constant({ name, payload: { actor } });
const likely = ['start', 'stop', 'submit', 'error', 'mark-ready-to-resume', 'ping'] as const;
const others = [
  'click-download-software',
  'vendor-ready',
  'launch',
  'resumed',
  'decline',
  'reset',
  'acknowledge',
] as const;

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...likely).chain(plain) },
  { weight: 4, arbitrary: fc.constantFrom(...others).chain(plain) },
  { weight: 1, arbitrary: plain('delete') },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 45 }).map((minutes) => ({ wait: minutes * MINUTE })) },
  {
    weight: 2,
    arbitrary: fc
      .record({
        reviewStatus: fc.constantFrom(...REVIEW_STATUSES),
        reviewedBy: fc.constantFrom(null, 1),
        revision: fc.integer({ min: 1, max: 3 }),
      })
      .map((payload): Told => ({ name: 'review', payload: { ...payload, actor } })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ status: fc.constantFrom(...SETTABLE), reapply: fc.boolean() })
      .map((payload): Told => ({ name: 'set-status', payload: { ...payload, actor } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0, max: 90 })
      .map((additionalMins): Told => ({ name: 'extra-time', payload: { additionalMins, actor } })),
  },
);

/** The pure rules alone: the attempt, and the keys of all effects that they asked for. */
class Model {
  state: AttemptState;
  readonly effects: string[] = [];
  private overrideStands = false;

  constructor(state: AttemptState) {
    this.state = state;
  }

  /** Applies an event; answers what a caller would be answered. */
  apply(event: AttemptEvent, now: number): { changed: boolean } | { refusal: string } {
    let answer: { changed: boolean } | { refusal: string } = { changed: false };
    for (const { outcome } of step(this.state, event, now, FACTS)) {
      if (outcome.outcome === 'refused') return { refusal: outcome.refusal };
      this.state = outcome.state;
      answer = { changed: outcome.outcome === 'changed' };
      if (outcome.outcome === 'changed') this.record(outcome);
    }
    return answer;
  }

  /** The attempt is its learner's only one, so that nothing is withheld. */
  private record({ state, effects }: Changed): void {
    for (const { effect } of settled(state, effects, { others: [], overrideStands: this.overrideStands })) {
      this.effects.push(effectKey(state.attemptCode, state.version, effect));
      if (effect.kind === 'override-grade') this.overrideStands = true;
      if (effect.kind === 'undo-grade-override') this.overrideStands = false;
    }
  }
}

let env: TestWorkflowEnvironment;
let service: Service;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ env, service, close } = await startSkippingService());
});
afterAll(() => close());

async function tell(code: string, { name, payload }: Told): Promise<{ changed: boolean } | { refusal: string }> {
  try {
    const { changed } = await service.attempts.tell(code, name, payload);
    return { changed };
  } catch (error) {
    if (error instanceof Error && 'refusal' in error) return { refusal: String(error.refusal) };
    throw error;
  }
}

/** The workflow's state; the projected one when a deletion has closed the workflow. */
async function actualState(code: string): Promise<AttemptState> {
  return await service.pool.oneFirst(
    sql.type(z.object({ state: z.custom<AttemptState>() }))`select state from attempt where attempt_code = ${code}`,
  );
}

async function recordedEffects(code: string): Promise<readonly string[]> {
  return await service.pool.anyFirst(sql.type(z.object({ key: z.string() }))`
    select e.key from attempt_effect e join attempt a on a.id = e.attempt_id
    where a.attempt_code = ${code} and e.version > 1 order by e.version, e.position`);
}

/** Lets time pass in the workflow and in the model, whose clock runs out at the same instant. */
async function wait(model: Model, milliseconds: number): Promise<void> {
  await env.sleep(milliseconds);
  const end = endOf(model.state);
  const isOver = end !== null && isRunning(model.state.status) && (await env.currentTimeMs()) >= end;
  if (!isOver || model.state.deletedAt !== null) return;
  const { attemptCode, version } = model.state;
  await until(async () => ((await rowOf(service, attemptCode))?.version ?? 0) > version, 'the end of the time');
  const { modifiedAt } = await actualState(attemptCode);
  model.apply({ name: 'expire', payload: { actor: { kind: 'system' } } }, modifiedAt);
}

/** Without the ping, which is not projected until the next change. */
const comparable = ({ lastPingAt: _, ...state }: AttemptState) => state;

/** Codes of the attempts that were compared. */
const compared: string[] = [];

async function compare(actions: readonly Action[]): Promise<void> {
  const code = newCode();
  compared.push(code);
  const request = await creationRequest(service, { exam: EXAM });
  await service.attempts.create(code, request);
  const model = new Model(await stateOf(service, code));
  for (const each of actions) {
    if ('wait' in each) {
      await wait(model, each.wait);
    } else {
      const { version } = model.state;
      const answer = await tell(code, each);
      const actual = await actualState(code);
      const now = actual.version > version ? actual.modifiedAt : await env.currentTimeMs();
      const late = model.state.deletedAt !== null && each.name === 'review';
      expect({ each, answer: model.apply(each, late ? model.state.modifiedAt : now) }).toEqual({ each, answer });
    }
    expect(comparable(await actualState(code))).toEqual(comparable(model.state));
  }
  const isRecorded = async () => isDeepStrictEqual(await recordedEffects(code), model.effects);
  await until(isRecorded, `the effects ${model.effects.join(', ')}`, { timeoutMs: 2_000 });
}

/** The histories of the last runs, for a replay. */
async function* histories(codes: readonly string[]) {
  for (const code of codes)
    yield { workflowId: workflowIdOf(code), history: await handleOf(service, code).fetchHistory() };
}

describe('a running workflow', () => {
  it('does what the pure rules say, whatever happens in whatever order', { timeout: 3 * SECONDS * 1000 }, async () => {
    const result = await fc.check(
      fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 15, size: 'max' }), compare),
      { numRuns: 500, interruptAfterTimeLimit: SECONDS * 1000, markInterruptAsFailure: false },
    );
    console.log(`model and workflow agreed in ${result.numRuns} runs of 3 to 15 events`);
    if (result.failed) throw new Error(fc.defaultReportMessage(result));
    expect(result.numRuns).toBeGreaterThan(5);
  });

  it('does the same when what has happened is replayed', { timeout: 2 * SECONDS * 1000 }, async () => {
    const options = {
      workflowBundle: await workflowBundle(),
      dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
    };
    const errors: unknown[] = [];
    let replayed = 0;
    for await (const { error } of Worker.runReplayHistories(options, histories(compared.slice(-REPLAYED)))) {
      replayed += 1;
      if (error) errors.push(error);
    }
    expect(errors).toEqual([]);
    expect(replayed).toBe(Math.min(compared.length, REPLAYED));
  });
});
