import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { REASON_CATEGORIES, STAFF_ROLES } from '../rules/attempt/events.ts';
import { instant, rowOf, seconds, toMillis, toTimestamp, wholeNumber } from './columns.ts';

const transitionRow = rowOf({
  version: wholeNumber,
  event: z.string(),
  fromStatus: z.string().nullable(),
  toStatus: z.string(),
  actorKind: z.string(),
  actorUsername: z.string().nullable(),
  actorName: z.string().nullable(),
  actorRole: z.enum(STAFF_ROLES).nullable(),
  reason: z.string().nullable(),
  category: z.enum(REASON_CATEGORIES).nullable(),
  /** Given for an incident. */
  minutes: wholeNumber.nullable(),
  /** End of the clock after the change; null while it did not run, and where it is not known. */
  endsAt: instant.nullable(),
  requestId: z.string().nullable(),
  bulkId: z.string().nullable(),
  clockSeconds: seconds.nullable(),
  at: instant,
});

/** One recorded change of an attempt; instants in epoch milliseconds. */
export type TransitionRow = z.output<typeof transitionRow>;

export async function listTransitions(db: CommonQueryMethods, attemptId: number): Promise<readonly TransitionRow[]> {
  return await db.any(sql.type(transitionRow)`
    select t.version, t.event, t.from_status, t.to_status, t.actor_kind, p.username as actor_username,
      nullif(p.full_name, '') as actor_name, t.actor_role, t.reason, t.category, t.minutes, t.ends_at, t.request_id, t.bulk_id, t.clock_seconds, t.at
    from attempt_transition t left join person p on p.id = t.actor_user_id
    where t.attempt_id = ${attemptId} order by t.version`);
}

const ignoredRow = rowOf({
  event: z.string(),
  refusal: z.string(),
  actorKind: z.string(),
  actorUsername: z.string().nullable(),
  at: instant,
});

/** Messages that reached an attempt and changed nothing, in order; instants in epoch milliseconds. */
export async function listIgnoredEvents(db: CommonQueryMethods, attemptId: number) {
  return await db.any(sql.type(ignoredRow)`
    select i.event, i.refusal, i.actor_kind, p.username as actor_username, i.at
    from attempt_ignored_event i left join person p on p.id = i.actor_user_id
    where i.attempt_id = ${attemptId} order by i.id`);
}

const triedOnce = z.object({
  number: wholeNumber,
  beganAt: instant,
  endedAt: instant.nullable(),
  outcome: z.enum(['under_way', 'done', 'failed', 'refused', 'unknown']),
  error: z.string().nullable(),
});

const retriedOnce = z.object({
  at: instant,
  actorKind: z.string(),
  actorUsername: z.string().nullable(),
  reason: z.string().nullable(),
});

const effectRow = rowOf({
  key: z.string(),
  version: wholeNumber,
  kind: z.string(),
  outcome: z.enum(['pending', 'done', 'refused', 'withheld']),
  plannedAt: instant,
  finishedAt: instant.nullable(),
  lastError: z.string().nullable(),
  tries: z.array(triedOnce),
  retryRequests: z.array(retriedOnce),
});

/** The effects of a change, with every try. */
export type TimelineEffectRow = z.output<typeof effectRow>;

export async function listEffects(db: CommonQueryMethods, attemptId: number): Promise<readonly TimelineEffectRow[]> {
  return await db.any(sql.type(effectRow)`
    select e.key, e.version, e.effect->>'kind' as kind, e.outcome, e.planned_at, e.finished_at, e.last_error,
      coalesce((
        select jsonb_agg(jsonb_build_object('number', t.number, 'beganAt', ${toMillis(sql.fragment`t.began_at`)}, 'endedAt', ${toMillis(sql.fragment`t.ended_at`)},
          'outcome', t.outcome, 'error', t.error) order by t.number)
        from attempt_effect_try t where t.effect_key = e.key), '[]') as tries,
      coalesce((
        select jsonb_agg(jsonb_build_object('at', ${toMillis(sql.fragment`r.asked_at`)}, 'actorKind', r.actor_kind,
          'actorUsername', p.username, 'reason', r.reason) order by r.asked_at)
        from attempt_effect_retry r left join person p on p.id = r.actor_user_id where r.effect_key = e.key),
        '[]') as retry_requests
    from attempt_effect e where e.attempt_id = ${attemptId} order by e.version, e.position`);
}

const outcomeRow = rowOf({ outcome: z.string() });

/** Result of an effect of the attempt; null when it has no such effect. */
export async function findEffectResult(db: CommonQueryMethods, attemptId: number, key: string): Promise<string | null> {
  return await db.maybeOneFirst(sql.type(outcomeRow)`
    select outcome from attempt_effect where attempt_id = ${attemptId} and key = ${key}`);
}

const heartbeatsRow = rowOf({
  /** Null if the learner's page never sent a sign of life. */
  lastPingAt: instant.nullable(),
  /** Silences that ended, in order. */
  gaps: z.array(z.object({ heardAt: instant, heardAgainAt: instant })),
  /** Times since the start in which no API could receive pings. */
  outages: z.array(z.object({ beganAt: instant, endedAt: instant })),
});

export type Heartbeats = z.output<typeof heartbeatsRow>;

/** What is on record about an attempt's connection since `from`; instants in epoch milliseconds. */
export async function readHeartbeats(db: CommonQueryMethods, attemptId: number, from: number) {
  return await db.one(sql.type(heartbeatsRow)`
    select (select last_ping_at from attempt_heartbeat where attempt_id = ${attemptId}),
      coalesce((
        select jsonb_agg(jsonb_build_object('heardAt', ${toMillis(sql.fragment`heard_at`)}, 'heardAgainAt', ${toMillis(sql.fragment`heard_again_at`)})
          order by heard_at)
        from attempt_heartbeat_gap where attempt_id = ${attemptId}), '[]') as gaps,
      coalesce((
        select jsonb_agg(jsonb_build_object('beganAt', ${toMillis(sql.fragment`began_at`)}, 'endedAt', ${toMillis(sql.fragment`ended_at`)})
          order by began_at)
        from heartbeat_outage where ended_at > ${toTimestamp(from)}), '[]') as outages`);
}
