import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, rowOf, toTimestamp, wholeNumber } from './columns.ts';
import { HEARTBEAT_GAP_MS } from './heartbeat.ts';

const statusRow = rowOf({ status: z.string(), count: wholeNumber });
const pendingRow = rowOf({ kind: z.string(), count: wholeNumber, oldestAt: instant });
const clockRow = rowOf({
  running: wholeNumber,
  silent: wholeNumber,
  oldestEndAt: instant.nullable(),
  heardAt: instant.nullable(),
});

/** However many there are, so many say enough. */
const MOST_EFFECTS = 10_000;
/** An end that is recorded within it is on time. */
const USUAL_LATENESS_MS = 2_000;

const DAY = sql.fragment`interval '24 hours'`;

/** Attempts that were created within a day before `now`, by status; reads only the index of what is young. */
async function countYoungAttempts(db: CommonQueryMethods, now: number) {
  return await db.any(sql.type(statusRow)`
    select status, count(*) as count from attempt
    where created > ${toTimestamp(now)} - ${DAY} and deleted_at is null and not registering
    group by status`);
}

/** The oldest effects that are not finished, by kind, in the order of their index. */
async function countPendingEffects(db: CommonQueryMethods) {
  return await db.any(sql.type(pendingRow)`
    select kind, count(*) as count, min(planned_at) as oldest_at
    from (
      select effect->>'kind' as kind, planned_at from attempt_effect where outcome = 'pending'
      order by planned_at limit ${MOST_EFFECTS}
    ) as oldest
    group by kind`);
}

/** What the index of running clocks says. */
async function readClocks(db: CommonQueryMethods, now: number) {
  return await db.one(sql.type(clockRow)`
    select count(*) filter (where a.expires_at > ${toTimestamp(now)}) as running,
      count(*) filter (where a.expires_at > ${toTimestamp(now)} and a.paused_at is null and a.status = 'started'
        and greatest(a.started_at, a.unpaused_at, h.last_ping_at)
          < ${toTimestamp(now)} - make_interval(secs => ${HEARTBEAT_GAP_MS / 1000})) as silent,
      min(a.expires_at) filter (where a.expires_at < ${toTimestamp(now - USUAL_LATENESS_MS)}) as oldest_end_at,
      (select last_open_at from heartbeat_intake) as heard_at
    from live_attempt a left join attempt_heartbeat h on h.attempt_id = a.id
    where a.expires_at is not null`);
}

/** What metrics show of the whole service, as it is at `now` (epoch milliseconds). */
export async function readFigures(db: CommonQueryMethods, now: number) {
  const [attempts, pending, clocks] = [
    await countYoungAttempts(db, now),
    await countPendingEffects(db),
    await readClocks(db, now),
  ];
  return { attempts, pending, ...clocks };
}
