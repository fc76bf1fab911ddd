import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant } from './columns.ts';

/** Epoch milliseconds, for what goes into JSON. */
const millis = (...column: string[]) => sql.fragment`round(extract(epoch from ${sql.identifier(column)}) * 1000)::int8`;

const transitionRow = z.object({
  version: z.number(),
  event: z.string(),
  from_status: z.string().nullable(),
  to_status: z.string(),
  actor_kind: z.string(),
  actor_username: z.string().nullable(),
  reason: z.string().nullable(),
  request_id: z.string().nullable(),
  clock_seconds: z.number().nullable(),
  at: instant,
});

/** One recorded change of an attempt; instants in epoch milliseconds. */
export type TransitionRow = z.output<typeof transitionRow>;

export async function listTransitions(db: CommonQueryMethods, attemptId: number): Promise<readonly TransitionRow[]> {
  return await db.any(sql.type(transitionRow)`
    select t.version, t.event, t.from_status, t.to_status, t.actor_kind, p.username as actor_username, t.reason,
      t.request_id, t.clock_seconds, t.at
    from attempt_transition t left join person p on p.id = t.actor_user_id
    where t.attempt_id = ${attemptId} order by t.version`);
}

const ignoredRow = z.object({
  event: z.string(),
  refusal: z.string(),
  actor_kind: z.string(),
  actor_username: z.string().nullable(),
  at: instant,
});

/** Messages that reached an attempt and changed nothing, in order; instants in epoch milliseconds. */
export async function listIgnoredEvents(db: CommonQueryMethods, attemptId: number) {
  return await db.any(sql.type(ignoredRow)`
    select i.event, i.refusal, i.actor_kind, p.username as actor_username, i.at
    from attempt_ignored_event i left join person p on p.id = i.actor_user_id
    where i.attempt_id = ${attemptId} order by i.id`);
}

const tryRow = z.object({
  number: z.number(),
  began_at: instant,
  ended_at: instant.nullable(),
  outcome: z.enum(['under_way', 'done', 'failed', 'refused', 'unknown']),
  error: z.string().nullable(),
});

const retryRow = z.object({
  at: instant,
  actor_kind: z.string(),
  actor_username: z.string().nullable(),
  reason: z.string().nullable(),
});

const effectRow = z.object({
  key: z.string(),
  version: z.number(),
  kind: z.string(),
  outcome: z.enum(['pending', 'done', 'refused', 'withheld']),
  planned_at: instant,
  finished_at: instant.nullable(),
  last_error: z.string().nullable(),
  tries: z.array(tryRow),
  retry_requests: z.array(retryRow),
});

/** The effects of a change, with every try. */
export type TimelineEffectRow = z.output<typeof effectRow>;

export async function listEffects(db: CommonQueryMethods, attemptId: number): Promise<readonly TimelineEffectRow[]> {
  return await db.any(sql.type(effectRow)`
    select e.key, e.version, e.effect->>'kind' as kind, e.outcome, e.planned_at, e.finished_at, e.last_error,
      coalesce((
        select jsonb_agg(jsonb_build_object('number', t.number, 'began_at', ${millis('t', 'began_at')}, 'ended_at', ${millis('t', 'ended_at')},
          'outcome', t.outcome, 'error', t.error) order by t.number)
        from attempt_effect_try t where t.effect_key = e.key), '[]') as tries,
      coalesce((
        select jsonb_agg(jsonb_build_object('at', ${millis('r', 'asked_at')}, 'actor_kind', r.actor_kind,
          'actor_username', p.username, 'reason', r.reason) order by r.asked_at)
        from attempt_effect_retry r left join person p on p.id = r.actor_user_id where r.effect_key = e.key),
        '[]') as retry_requests
    from attempt_effect e where e.attempt_id = ${attemptId} order by e.version, e.position`);
}

const outcomeRow = z.object({ outcome: z.string() });

/** Outcome of an effect of the attempt; null when it has no such effect. */
export async function findEffectOutcome(
  db: CommonQueryMethods,
  attemptId: number,
  key: string,
): Promise<string | null> {
  const row = await db.maybeOne(sql.type(outcomeRow)`
    select outcome from attempt_effect where attempt_id = ${attemptId} and key = ${key}`);
  return row?.outcome ?? null;
}

const heartbeatsRow = z.object({
  /** Null if the learner's page never sent a sign of life. */
  last_ping_at: instant.nullable(),
  /** Silences that ended, in order. */
  gaps: z.array(z.object({ heard_at: z.number(), heard_again_at: z.number() })),
  /** Times since the start in which no API could receive pings. */
  outages: z.array(z.object({ began_at: z.number(), ended_at: z.number() })),
});

export type Heartbeats = z.output<typeof heartbeatsRow>;

/** What is on record about an attempt's connection since `from`; instants in epoch milliseconds. */
export async function readHeartbeats(db: CommonQueryMethods, attemptId: number, from: number) {
  return await db.one(sql.type(heartbeatsRow)`
    select (select last_ping_at from attempt_heartbeat where attempt_id = ${attemptId}),
      coalesce((
        select jsonb_agg(jsonb_build_object('heard_at', ${millis('heard_at')}, 'heard_again_at', ${millis('heard_again_at')})
          order by heard_at)
        from attempt_heartbeat_gap where attempt_id = ${attemptId}), '[]') as gaps,
      coalesce((
        select jsonb_agg(jsonb_build_object('began_at', ${millis('began_at')}, 'ended_at', ${millis('ended_at')})
          order by began_at)
        from heartbeat_outage where ended_at > to_timestamp(${from / 1000})), '[]') as outages`);
}
