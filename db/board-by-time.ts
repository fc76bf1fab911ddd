import { sql, type CommonQueryMethods } from 'slonik';
import { ADDITIONAL_TIME } from '../rules/attempt/minutes.ts';
import { SLOW } from './board.ts';
import { instant, rowOf, toTimestamp, wholeNumber } from './columns.ts';

const signRow = rowOf({ attemptId: wholeNumber, lastPingAt: instant });

/** The last sign of life of each of the attempts that has any; instants in epoch milliseconds. */
export async function listSignsOfLife(db: CommonQueryMethods, attemptIds: readonly number[]) {
  return await db.any(sql.type(signRow)`
    select attempt_id, last_ping_at from attempt_heartbeat where attempt_id = any(${sql.array(attemptIds, 'int8')})`);
}

const attemptRow = rowOf({ attemptId: wholeNumber });

/** Attempts on an exam with an effect that is pending for more than a minute at `now`. */
export async function listWaitingAttempts(db: CommonQueryMethods, examId: number, now: number) {
  return await db.anyFirst(sql.type(attemptRow)`
    select distinct e.attempt_id from attempt_effect e join attempt a on a.id = e.attempt_id
    where e.outcome = 'pending' and e.planned_at < ${toTimestamp(now)} - ${SLOW} and a.exam_id = ${examId}`);
}

/** Attempts on an exam that have not begun and whose extra time has expired after `since`, by `now`; epoch milliseconds. */
export async function listExpiredExtraTime(
  db: CommonQueryMethods,
  examId: number,
  { since, now }: { since: number; now: number },
) {
  return await db.anyFirst(sql.type(attemptRow)`
    select a.id as attempt_id from allowance join live_attempt a on a.exam_id = allowance.exam_id and a.user_id = allowance.user_id
    where allowance.exam_id = ${examId} and allowance.key = ${ADDITIONAL_TIME} and a.started_at is null
      and allowance.expires_at > ${toTimestamp(since)} and allowance.expires_at <= ${toTimestamp(now)}`);
}
