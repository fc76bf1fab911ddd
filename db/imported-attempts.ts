import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { effectKey, type Effect } from '../rules/attempt/effects.ts';
import type { AttemptState } from '../rules/attempt/state.ts';
import { projectionOf } from './attempt-projection.ts';
import { idRow, none, rowOf, toJson, toTimestamp, wholeNumber } from './columns.ts';

/** The event of every step that an attempt took elsewhere. */
export const IMPORTED = 'imported';

/** A step of an attempt; `at` in epoch milliseconds. */
export interface ImportedStep {
  event: typeof IMPORTED | 'expire';
  fromStatus: string | null;
  toStatus: string;
  actorKind: 'learner' | 'staff' | 'system';
  actorUserId: number | null;
  at: number;
}

/** An attempt of another service, with its history. */
export interface ImportedAttempt {
  state: AttemptState;
  steps: readonly ImportedStep[];
  /** The grade was overridden there, which a pass has to undo here. */
  hasStandingOverride: boolean;
  /** The vendor's ids of the exam and of the attempt. */
  examExternalId: string | null;
  vendorAttemptId: string | null;
  /** The latter proves the vendor's anonymous reviews. */
  hasSecretLocator: boolean;
}

const identity = (attempts: readonly Pick<ImportedAttempt, 'state'>[]) => sql.fragment`
  ${sql.unnest(
    attempts.map(({ state }) => [state.attemptId, state.attemptCode, state.userId, state.exam.id]),
    ['int8', 'text', 'int8', 'int8'],
  )} as given (id, attempt_code, user_id, exam_id)`;

/** Those whose id or code another attempt has. */
export async function listAttemptsInTheWay(
  db: CommonQueryMethods,
  attempts: readonly { id: number; code: string }[],
): Promise<readonly number[]> {
  const given = sql.unnest(
    attempts.map(({ id, code }) => [id, code]),
    ['int8', 'text'],
  );
  return await db.anyFirst(sql.type(idRow)`
    select given.id from ${given} as given (id, code) join attempt on attempt.id = given.id
    where attempt.attempt_code <> given.code
    union
    select given.id from ${given} as given (id, code) join attempt on attempt.attempt_code = given.code
    where attempt.id <> given.id`);
}

const knownRow = rowOf({ id: wholeNumber, hasGoneOn: z.boolean(), state: z.unknown() });

/** Those that are here, with their state, and whether anything has happened to them here. */
export async function listKnownAttempts(db: CommonQueryMethods, attempts: readonly Pick<ImportedAttempt, 'state'>[]) {
  return await db.any(sql.type(knownRow)`
    select attempt.id, attempt.state, exists (
        select 1 from attempt_transition t where t.attempt_id = attempt.id and t.event <> ${IMPORTED}) as has_gone_on
    from ${identity(attempts)} join attempt on attempt.id = given.id`);
}

/** Those whose learner has an attempt on the exam here that counts, and is none of these. */
export async function listAttemptsWithoutPlace(
  db: CommonQueryMethods,
  attempts: readonly Pick<ImportedAttempt, 'state'>[],
): Promise<readonly number[]> {
  return await db.anyFirst(sql.type(idRow)`
    select given.id from ${identity(attempts)}
    join attempt on attempt.user_id = given.user_id and attempt.exam_id = given.exam_id
    where attempt.id <> all(${sql.array(
      attempts.map(({ state }) => state.attemptId),
      'int8',
    )})
      and attempt.deleted_at is null and not attempt.is_sample_attempt and not attempt.ready_to_resume
      and not attempt.resumed
    group by given.id`);
}

const at = (name: string) => toTimestamp(sql.fragment`given.${sql.identifier([name])}`);

function rowsOf(attempts: readonly ImportedAttempt[]) {
  const rows = attempts.map(({ state, examExternalId, vendorAttemptId, hasSecretLocator }) => ({
    ...projectionOf(state),
    id: state.attemptId,
    examId: state.exam.id,
    examType: state.exam.type,
    backend: state.exam.backend,
    examExternalId: state.exam.backend === null ? null : examExternalId,
    vendorAttemptId,
    hasSecretLocator,
  }));
  return sql.fragment`jsonb_to_recordset(${toJson(rows)}) as given (id bigint, "attemptCode" text, "userId" bigint,
    "examId" bigint, status text, "externalId" text, "startedAt" float8, "completedAt" float8,
    "allowedTimeLimitMins" integer, "allowedSeconds" float8, "timeRemainingSeconds" integer,
    "takingAsProctored" boolean, "isSampleAttempt" boolean, "reviewPolicyId" bigint, "isStatusAcknowledged" boolean,
    "isResumable" boolean, "readyToResume" boolean, resumed boolean, "deletedAt" float8, "createdAt" float8,
    "modifiedAt" float8, "expiresAt" float8, version integer, state jsonb, "examType" text, backend text,
    "examExternalId" text, "vendorAttemptId" text, "hasSecretLocator" boolean, "unpausedAt" float8)`;
}

function stepsOf(attempts: readonly ImportedAttempt[]) {
  const rows = attempts.flatMap(({ state, steps }) =>
    steps.map((step, place) => [
      state.attemptId,
      place + 1,
      step.event,
      step.fromStatus,
      step.toStatus,
      step.actorKind,
      step.actorUserId,
      step.at,
    ]),
  );
  return sql.unnest(rows, ['int8', 'int4', 'text', 'text', 'text', 'text', 'int8', 'float8']);
}

const OVERRIDE: Effect = { kind: 'override-grade', overriderId: null };

function overridesOf(attempts: readonly ImportedAttempt[]) {
  const rows = attempts
    .filter(({ hasStandingOverride }) => hasStandingOverride)
    .map(({ state: { attemptCode, attemptId, version, modifiedAt } }) => [
      effectKey(attemptCode, version, OVERRIDE),
      attemptId,
      version,
      modifiedAt,
    ]);
  return sql.unnest(rows, ['text', 'int8', 'int4', 'float8']);
}

/**
 * Writes attempts with their histories in the place of what is here of them, with nothing to be done. Only for attempts to
 * which nothing has happened here and whose clock does not run here.
 */
export async function saveImportedAttempts(
  db: CommonQueryMethods,
  attempts: readonly ImportedAttempt[],
): Promise<void> {
  const ids = attempts.map(({ state }) => state.attemptId);
  await db.query(sql.type(none)`
    insert into attempt (id, attempt_code, user_id, exam_id, status, external_id, started_at, completed_at,
      allowed_time_limit_mins, allowed_seconds, time_remaining_seconds, taking_as_proctored, is_sample_attempt,
      review_policy_id, is_status_acknowledged, is_resumable, ready_to_resume, resumed, deleted_at, created, modified,
      expires_at, unpaused_at, version, state, exam_type, backend, exam_external_id, vendor_attempt_id, has_secret_locator)
    select given.id, "attemptCode", "userId", "examId", status, "externalId", ${at('startedAt')}, ${at('completedAt')},
      "allowedTimeLimitMins", "allowedSeconds", "timeRemainingSeconds", "takingAsProctored", "isSampleAttempt",
      "reviewPolicyId", "isStatusAcknowledged", "isResumable", "readyToResume", resumed, ${at('deletedAt')},
      ${at('createdAt')}, ${at('modifiedAt')}, ${at('expiresAt')}, ${at('unpausedAt')}, version, state, "examType",
      backend, "examExternalId", "vendorAttemptId", "hasSecretLocator"
    from ${rowsOf(attempts)}
    on conflict (id) do update set status = excluded.status, external_id = excluded.external_id,
      started_at = excluded.started_at, completed_at = excluded.completed_at,
      allowed_time_limit_mins = excluded.allowed_time_limit_mins, allowed_seconds = excluded.allowed_seconds,
      time_remaining_seconds = excluded.time_remaining_seconds, taking_as_proctored = excluded.taking_as_proctored,
      is_status_acknowledged = excluded.is_status_acknowledged, is_resumable = excluded.is_resumable,
      ready_to_resume = excluded.ready_to_resume, resumed = excluded.resumed, deleted_at = excluded.deleted_at,
      modified = excluded.modified, expires_at = excluded.expires_at, unpaused_at = excluded.unpaused_at,
      version = excluded.version, state = excluded.state, exam_type = excluded.exam_type, backend = excluded.backend,
      exam_external_id = excluded.exam_external_id, vendor_attempt_id = excluded.vendor_attempt_id,
      has_secret_locator = excluded.has_secret_locator`);
  await db.query(sql.type(none)`
    delete from attempt_transition where attempt_id = any(${sql.array(ids, 'int8')})`);
  await db.query(sql.type(none)`delete from attempt_effect where attempt_id = any(${sql.array(ids, 'int8')})`);
  await db.query(sql.type(none)`
    insert into attempt_effect (key, attempt_id, version, position, effect, outcome, planned_at, finished_at)
    select given.key, attempt_id, version, 0, ${toJson(OVERRIDE)}, 'done', ${at('at')}, ${at('at')}
    from ${overridesOf(attempts)} as given (key, attempt_id, version, at)`);
  await db.query(sql.type(none)`
    insert into attempt_transition
      (attempt_id, version, event, from_status, to_status, actor_kind, actor_user_id, at)
    select given.attempt_id, version, event, from_status, to_status, actor_kind, actor_user_id, ${at('at')}
    from ${stepsOf(attempts)} as given (attempt_id, version, event, from_status, to_status, actor_kind, actor_user_id, at)`);
}
