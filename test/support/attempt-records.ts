import { sql } from 'slonik';
import { z } from 'zod';
import { getAttemptQuery, workflowIdOf } from '../../workflows/exam-attempt/messages.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import type { Service } from './service.ts';

/** An attempt code as the service makes them. */
export const newCode = () => crypto.randomUUID().toUpperCase();

export function handleOf({ client }: Service, code: string) {
  return client.workflow.getHandle(workflowIdOf(code));
}

/** The attempt as its workflow has it; throws when there is none. */
export async function stateOf(service: Service, code: string): Promise<AttemptState> {
  const state = await handleOf(service, code).query(getAttemptQuery);
  if (!state) throw new Error(`There is no attempt ${code}.`);
  return state;
}

const rowSchema = z.object({
  status: z.string(),
  version: z.number(),
  startedAt: z.number().nullable(),
  completedAt: z.number().nullable(),
  expiresAt: z.number().nullable(),
  deletedAt: z.number().nullable(),
  timeRemainingSeconds: z.number().nullable(),
});

/** The projected row; null without one. */
export async function rowOf({ pool }: Service, code: string) {
  return await pool.maybeOne(sql.type(rowSchema)`
    select status, version, started_at as "startedAt", completed_at as "completedAt", expires_at as "expiresAt",
      deleted_at as "deletedAt", time_remaining_seconds as "timeRemainingSeconds"
    from attempt where attempt_code = ${code}`);
}

const changeSchema = z.object({ event: z.string(), to: z.string(), actor: z.string(), reason: z.string().nullable() });

/** Recorded changes in order. */
export async function changesOf({ pool }: Service, code: string) {
  return await pool.any(sql.type(changeSchema)`
    select t.event, t.to_status as "to", t.actor_kind as actor, t.reason
    from attempt_transition t join attempt a on a.id = t.attempt_id where a.attempt_code = ${code} order by t.version`);
}

const ignoredSchema = z.object({ event: z.string(), refusal: z.string(), actor: z.string() });

/** Messages that changed nothing, in order. */
export async function ignoredOf({ pool }: Service, code: string) {
  return await pool.any(sql.type(ignoredSchema)`
    select i.event, i.refusal, i.actor_kind as actor
    from attempt_ignored_event i join attempt a on a.id = i.attempt_id where a.attempt_code = ${code} order by i.id`);
}

const effectSchema = z.object({
  key: z.string(),
  kind: z.string(),
  outcome: z.string(),
  tries: z.number(),
  error: z.string().nullable(),
});

/** Recorded effects in order, without the announcements that close every change. */
export async function effectsOf({ pool }: Service, code: string) {
  return await pool.any(sql.type(effectSchema)`
    select e.key, e.effect ->> 'kind' as kind, e.outcome, e.tries, e.last_error as error
    from attempt_effect e join attempt a on a.id = e.attempt_id
    where a.attempt_code = ${code} and e.effect ->> 'kind' not in ('track', 'announce-status')
    order by e.version, e.position`);
}

/** Whether every effect of the attempt has ended, one way or the other. */
export async function areEffectsFinished({ pool }: Service, code: string): Promise<boolean> {
  return !(await pool.exists(sql.type(z.object({}))`
    select 1 from attempt_effect e join attempt a on a.id = e.attempt_id
    where a.attempt_code = ${code} and e.outcome = 'pending'`));
}

/** Whether the attempt's workflow waits for nothing but its next message or timer. */
export async function isAtRest(service: Service, code: string): Promise<boolean> {
  const { raw } = await handleOf(service, code).describe();
  return (raw.pendingActivities ?? []).length === 0 && !raw.pendingWorkflowTask;
}
