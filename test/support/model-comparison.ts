import { isDeepStrictEqual } from 'node:util';
import { sql } from 'slonik';
import { expect } from 'vitest';
import { z } from 'zod';
import { until } from '../../dev/until.ts';
import { endOf } from '../../rules/attempt/clock.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { isRunning } from '../../rules/attempt/statuses.ts';
import { AttemptModel, TIME_LIMIT_MINS } from './attempt-model.ts';
import { newCode, rowOf, stateOf } from './attempt-records.ts';
import type { Action, Told } from './model-actions.ts';
import { creationRequest, type Service, type SkippingService } from './service.ts';

const EXAM = { proctored: true, backend: 'null', minutes: TIME_LIMIT_MINS };

async function tell(
  service: Service,
  code: string,
  { name, payload }: Told,
): Promise<{ changed: boolean } | { refusal: string }> {
  try {
    const { changed } = await service.attempts.tell(code, name, payload);
    return { changed };
  } catch (error) {
    if (error instanceof Error && 'refusal' in error) return { refusal: String(error.refusal) };
    throw error;
  }
}

/** The workflow's state; the projected one when a deletion has closed the workflow. */
async function actualState(service: Service, code: string): Promise<AttemptState> {
  return await service.pool.oneFirst(
    sql.type(z.object({ state: z.custom<AttemptState>() }))`select state from attempt where attempt_code = ${code}`,
  );
}

async function recordedEffects(service: Service, code: string): Promise<readonly string[]> {
  return await service.pool.anyFirst(sql.type(z.object({ key: z.string() }))`
    select e.key from attempt_effect e join attempt a on a.id = e.attempt_id
    where a.attempt_code = ${code} and e.version > 1 order by e.version, e.position`);
}

/** Lets time pass in the workflow and in the model, whose clock runs out at the same instant. */
async function wait({ env, service }: SkippingService, model: AttemptModel, milliseconds: number): Promise<void> {
  await env.sleep(milliseconds);
  const end = endOf(model.state);
  const isOver = end !== null && isRunning(model.state.status) && (await env.currentTimeMs()) >= end;
  if (!isOver || model.state.deletedAt !== null) return;
  const { attemptCode, version } = model.state;
  await until(async () => ((await rowOf(service, attemptCode))?.version ?? 0) > version, 'the end of the time');
  const { modifiedAt } = await actualState(service, attemptCode);
  model.apply({ name: 'expire', payload: { actor: { kind: 'system' } } }, modifiedAt);
}

/** Without the ping, which is not projected until the next change. */
const comparable = ({ lastPingAt: _, ...state }: AttemptState) => state;

/** An action as the event that an attempt is told of. */
async function toldBy(each: Exclude<Action, { wait: number }>, { env }: SkippingService): Promise<Told> {
  if (!('endIn' in each)) return each;
  const endsAt = (await env.currentTimeMs()) + each.endIn;
  return { name: 'correct-end', payload: { endsAt, actor: { kind: 'staff', userId: 1 } } };
}

/** Does the same to a running attempt and to the model, comparing them after each action; answers the attempt's code. */
export async function compareWithModel(stand: SkippingService, actions: readonly Action[]): Promise<string> {
  const { env, service } = stand;
  const code = newCode();
  const request = await creationRequest(service, { exam: EXAM });
  await service.attempts.create(code, request);
  const model = new AttemptModel(await stateOf(service, code));
  for (const action of actions) {
    if ('wait' in action) {
      await wait(stand, model, action.wait);
    } else {
      const each = await toldBy(action, stand);
      const { version } = model.state;
      const answer = await tell(service, code, each);
      const actual = await actualState(service, code);
      const now = actual.version > version ? actual.modifiedAt : await env.currentTimeMs();
      const late = model.state.deletedAt !== null && each.name === 'review';
      expect({ each, answer: model.apply(each, late ? model.state.modifiedAt : now) }).toEqual({ each, answer });
    }
    expect(comparable(await actualState(service, code))).toEqual(comparable(model.state));
  }
  const isRecorded = async () => isDeepStrictEqual(await recordedEffects(service, code), model.effects);
  await until(isRecorded, `the effects ${model.effects.join(', ')}`);
  return code;
}
