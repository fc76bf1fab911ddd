import { sql, type CommonQueryMethods, type DatabasePool } from 'slonik';
import { z } from 'zod';
import { ADDITIONAL_TIME } from '../rules/attempt/minutes.ts';
import type { AllowanceSetting, Doing } from './allowances.ts';
import { extraMinutes } from './clock-facts.ts';
import { idRow, none, rowOf, toJson, toTimestamp, wholeNumber } from './columns.ts';
import { examGroup, examShape } from './exams.ts';

/** Sorted, so that two requests about the same rows wait for each other instead of deadlocking. */
function rowsOf(settings: readonly AllowanceSetting[]) {
  return settings
    .toSorted((a, b) => a.examId - b.examId || a.userId - b.userId)
    .map(({ examId, userId, key, value, factor, reason, expiresAt }) => [
      examId,
      userId,
      key,
      value,
      factor ?? null,
      reason ?? null,
      expiresAt ?? null,
    ]);
}

/**
 * Sets allowances, no two of the same exam, learner and key, and records in the same transaction who did and that their
 * effects have to be delivered together, as one change of `subject`.
 */
export async function saveAllowances(
  pool: DatabasePool,
  { subject, at: millis, by, settings }: Doing & { subject: string; settings: readonly AllowanceSetting[] },
): Promise<void> {
  const at = toTimestamp(millis);
  await pool.transaction(async (tx) => {
    const changeId = await tx.oneFirst(sql.type(idRow)`
      insert into pending_change (subject, kind, payload, at)
      values (${subject}, 'allowances-changed', ${toJson({ by })}, ${at}) returning id`);
    await tx.query(sql.type(none)`
      with saved as (
        insert into allowance (exam_id, user_id, key, value, factor, reason, expires_at, granted_by, created, modified)
        select exam_id, user_id, key, value, factor, reason, ${toTimestamp(sql.fragment`expires_at`)}, ${by}, ${at}, ${at}
        from ${sql.unnest(rowsOf(settings), ['int8', 'int8', 'text', 'text', 'text', 'text', 'float8'])}
          as given (exam_id, user_id, key, value, factor, reason, expires_at)
        on conflict on constraint allowance_unique do update set value = excluded.value, factor = excluded.factor,
          reason = excluded.reason, expires_at = excluded.expires_at, granted_by = excluded.granted_by,
          modified = excluded.modified
        returning id, exam_id, user_id, key, value, factor, reason,
          case when xmax = 0 then 'created' else 'updated' end as verb
      ), noted as (
        insert into allowance_act (at, verb, exam_id, user_id, key, value, factor, reason, actor_user_id)
        select ${at}, verb, exam_id, user_id, key, value, factor, reason, ${by} from saved
      )
      insert into pending_allowance (change_id, position, exam_id, user_id, key, verb)
      select ${changeId}, row_number() over (order by exam_id, user_id, key), exam_id, user_id, key, verb
      from saved`);
  });
}

const shortRow = rowOf({ attemptCode: z.string(), additionalMins: extraMinutes, reason: z.string().nullable() });

/** Running attempts to which extra time set by the change has not been added yet, in the order in which they end. */
export async function listAttemptsWithoutExtraTime(db: CommonQueryMethods, changeId: number) {
  return await db.any(sql.type(shortRow)`
    select a.attempt_code, granted.value as additional_mins, granted.reason
    from pending_allowance p
    join allowance granted on granted.user_id = p.user_id and granted.exam_id = p.exam_id and granted.key = p.key
    join live_attempt a on a.user_id = p.user_id and a.exam_id = p.exam_id and a.expires_at is not null
    where p.change_id = ${changeId} and p.key = ${ADDITIONAL_TIME} and granted.value ~ '^[0-9]{1,9}$'
      and a.allowed_seconds < (a.state->'entitlement'->>'seconds')::float8
        + 60 * greatest(0, granted.value::int - (a.state->'entitlement'->>'additionalMins')::float8)
    order by a.expires_at`);
}

const allowanceRow = rowOf({
  position: wholeNumber,
  exam: z.object(examShape),
  userId: wholeNumber,
  username: z.string(),
  key: z.string(),
  value: z.string().nullable(),
  verb: z.enum(['created', 'updated']),
});

/** The next allowances of the change whose position is above `after`, at most `limit`, each as it is now. */
export async function listAllowancesOfChange(
  db: CommonQueryMethods,
  { changeId, after, limit }: { changeId: number; after: number; limit: number },
) {
  return await db.any(sql.type(allowanceRow)`
    select p.position, ${examGroup}, p.user_id, person.username, p.key, allowance.value, p.verb
    from pending_allowance p
    join exam on exam.id = p.exam_id
    join person on person.id = p.user_id
    left join allowance on allowance.user_id = p.user_id and allowance.exam_id = p.exam_id and allowance.key = p.key
    where p.change_id = ${changeId} and p.position > ${after} order by p.position limit ${limit}`);
}
