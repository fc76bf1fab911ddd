import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, none, rowOf, toTimestamp, wholeNumber } from './columns.ts';

/** Pages send a sign of life every minute; a longer silence than this is a gap in the connection. */
export const HEARTBEAT_GAP_MS = 90_000;

/** While an API receives pings, it records that every second; a longer pause than this is our own outage. */
const OUTAGE = sql.fragment`interval '5 seconds'`;

export interface Heartbeat {
  attemptId: number;
  /** Epoch milliseconds. */
  at: number;
}

const beatsFragment = (beats: readonly Heartbeat[]) => sql.fragment`
  select attempt_id, ${toTimestamp(sql.fragment`at`)} as at
  from ${sql.unnest(
    beats.map(({ attemptId, at }) => [attemptId, at]),
    ['int8', 'int8'],
  )} as told (attempt_id, at)`;

/** Records the silences that the signs of life in `beat` end; the start of the clock is a sign of life too. */
const GAPS = sql.fragment`
  silence as (
    select b.attempt_id, greatest(h.last_ping_at, a.started_at) as heard_at, b.at as heard_again_at
    from beat b left join attempt_heartbeat h on h.attempt_id = b.attempt_id left join attempt a on a.id = b.attempt_id
  ), gap as (
    insert into attempt_heartbeat_gap (attempt_id, heard_at, heard_again_at)
    select attempt_id, heard_at, heard_again_at from silence
    where heard_again_at > heard_at + make_interval(secs => ${HEARTBEAT_GAP_MS / 1000})
    on conflict (attempt_id, heard_at) do update
      set heard_again_at = least(attempt_heartbeat_gap.heard_again_at, excluded.heard_again_at)
  )`;

/**
 * Records signs of life, all in one statement, and that pings could be received until `now`. The first record after a
 * pause also records the pause, so that nobody loses an exam because of our own outage.
 */
export async function recordHeartbeats(
  db: CommonQueryMethods,
  beats: readonly Heartbeat[],
  now: number,
): Promise<void> {
  await db.query(sql.type(none)`
    with beat as (${beatsFragment(beats)}), ${GAPS}, noted as (
      insert into attempt_heartbeat (attempt_id, last_ping_at) select attempt_id, at from beat
      on conflict (attempt_id) do update
        set last_ping_at = greatest(attempt_heartbeat.last_ping_at, excluded.last_ping_at)
    ), paused as (
      insert into heartbeat_outage (began_at, ended_at)
      select last_open_at, ${toTimestamp(now)} from heartbeat_intake where last_open_at < ${toTimestamp(now)} - ${OUTAGE}
    )
    insert into heartbeat_intake (last_open_at) values (${toTimestamp(now)})
    on conflict (only_row) do update set last_open_at = greatest(heartbeat_intake.last_open_at, excluded.last_open_at)`);
}

/** Records a sign of life that no API received, such as an operator's signal. */
export async function recordHeartbeat(db: CommonQueryMethods, { attemptId, at }: Heartbeat): Promise<void> {
  await db.query(sql.type(none)`
    with beat as (${beatsFragment([{ attemptId, at }])}), ${GAPS}
    insert into attempt_heartbeat (attempt_id, last_ping_at) select attempt_id, at from beat
    on conflict (attempt_id) do update
      set last_ping_at = greatest(attempt_heartbeat.last_ping_at, excluded.last_ping_at)`);
}

const lostRow = rowOf({ attemptCode: z.string(), heardAt: instant, version: wholeNumber });
const codeRow = rowOf({ attemptCode: z.string() });
const overdueRow = rowOf({ attemptCode: z.string(), endedAt: instant });

/**
 * Running attempts of a back-end, paused ones apart, that were silent for longer than `windowSeconds`, not counting the time in which no API
 * could receive pings. That covers past outages and one that has just begun, which is why the silence is measured until
 * pings were last received, not until now. Reads only the index of running clocks.
 */
export async function listLostHeartbeats(
  db: CommonQueryMethods,
  { backend, windowSeconds, now }: { backend: string; windowSeconds: number; now: number },
) {
  return await db.any(sql.type(lostRow)`
    with running as (
      select a.attempt_code, a.version, greatest(a.started_at, a.unpaused_at, h.last_ping_at) as heard_at, i.last_open_at
      from live_attempt a
      cross join heartbeat_intake i
      left join attempt_heartbeat h on h.attempt_id = a.id
      where a.expires_at > ${toTimestamp(now)} and a.paused_at is null and a.status = 'started'
        and a.backend = ${backend}
    )
    select attempt_code, heard_at, version from running
    where heard_at < last_open_at - make_interval(secs => ${windowSeconds})
      and heard_at < last_open_at - make_interval(secs => ${windowSeconds}) - coalesce((
        select sum(ended_at - greatest(began_at, heard_at)) from heartbeat_outage where ended_at > heard_at
      ), interval '0')
    order by heard_at`);
}

/** An attempt that still runs although its clock, or pause, was over at `endedAt`, epoch milliseconds. */
export type OverdueAttempt = z.output<typeof overdueRow>;

/** Attempts whose clock, or pause, was over before `before` but that are still running: their workflow is lost, or behind. */
export async function listOverdueAttempts(db: CommonQueryMethods, before: number) {
  return await db.any(sql.type(overdueRow)`
    select attempt_code, expires_at as ended_at from live_attempt where expires_at < ${toTimestamp(before)}
    order by expires_at limit 500`);
}

/** Attempts whose clock is running or paused, in the order in which that ends. */
export async function listAllRunningAttempts(db: CommonQueryMethods) {
  return await db.anyFirst(sql.type(codeRow)`
    select attempt_code from live_attempt where expires_at is not null order by expires_at`);
}

/** Attempts with effects that nothing has tried since `before`: the workflow that should try them is lost. */
export async function listStrandedAttempts(db: CommonQueryMethods, before: number) {
  return await db.anyFirst(sql.type(codeRow)`
    select a.attempt_code from attempt a
    where a.id in (
        select e.attempt_id from attempt_effect e where e.outcome = 'pending' and e.planned_at < ${toTimestamp(before)}
      )
      and not exists (
        select 1 from attempt_effect e join attempt_effect_try t on t.effect_key = e.key
        where e.attempt_id = a.id and t.began_at >= ${toTimestamp(before)}
      )
    order by a.id limit 100`);
}
