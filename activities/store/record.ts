import { ApplicationFailure } from '@temporalio/common';
import type { CommonQueryMethods, DatabasePool } from 'slonik';
import * as attempts from '../../db/attempt-store.ts';
import { listPendingEffects } from '../../db/effects.ts';
import { lockLearnerOnExam, readLearnerRecord } from '../../db/learner-on-exam.ts';
import type { Recorded, RecordedChange } from '../../workflows/exam-attempt/activities.ts';
import { readClock, endOf, isClockRunning } from '../../rules/attempt/clock.ts';
import { effectKey, type Effect, type PlannedEffect } from '../../rules/attempt/effects.ts';
import { isGuarded, applyGuard } from '../../rules/attempt/guard.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { readStatus } from './read-status.ts';

function projectionOf(state: AttemptState): attempts.ProjectedAttempt {
  return { ...state, expiresAt: isClockRunning(state) && state.deletedAt === null ? endOf(state) : null, state };
}

/** What the guard needs to know about the learner on the exam; nobody else changes it until the transaction ends. */
async function readGuarded(db: CommonQueryMethods, { userId, exam, attemptCode }: AttemptState) {
  const place = { userId, examId: exam.id };
  await lockLearnerOnExam(db, place);
  const { others, hasGradeOverride } = await readLearnerRecord(db, place, attemptCode);
  return {
    others: others.map(({ status, resumed }) => ({ status: readStatus(status), resumed })),
    overrideStands: hasGradeOverride,
  };
}

/** The effects in order, each with its key and whether the learner's other attempts withhold it. */
async function plan(db: CommonQueryMethods, { state, effects, at }: RecordedChange) {
  const learner = effects.some(isGuarded) ? await readGuarded(db, state) : { others: [], overrideStands: false };
  return applyGuard(state, effects, learner).map(({ effect, withheld }) => {
    const key = effectKey(state.attemptCode, state.version, effect);
    return { key, version: state.version, at, effect, withheld };
  });
}

/** A review that arrives after the removal is a new one. */
function leavesReview({ state, event }: RecordedChange): boolean {
  return state.deletedAt !== null && event !== 'review';
}

async function write(db: CommonQueryMethods, change: RecordedChange): Promise<Recorded> {
  const { state, actor, at } = change;
  const planned = await plan(db, change);
  const row = {
    event: change.event,
    fromStatus: change.fromStatus,
    toStatus: state.deletedAt === null ? state.status : '(deleted)',
    actorKind: actor.kind,
    actorUserId: actor.userId ?? null,
    reason: change.reason,
    noteId: change.noteId ?? null,
    requestId: change.requestId ?? null,
    clockSeconds: readClock(state, at),
    at,
  };
  if (!(await attempts.projectAttempt(db, projectionOf(state), row, planned)))
    return await readEarlierRecord(db, state);
  if (leavesReview(change)) await attempts.deactivateReview(db, state.attemptCode);
  return {
    effects: planned.filter(({ withheld }) => !withheld).map(({ withheld: _, ...rest }) => rest),
    earlier: null,
  };
}

/**
 * Projects a change with its history and the intent of its effects, all or nothing, unless it is too late for the person
 * waiting. That is one statement and needs a transaction only where others belong to it.
 */
export async function record(
  pool: DatabasePool,
  change: RecordedChange,
  clock: () => number,
): Promise<Recorded | { late: number }> {
  const { notAfter = Number.POSITIVE_INFINITY } = change;
  const isLone = !change.effects.some(isGuarded) && !leavesReview(change);
  const writeInTime = async (db: CommonQueryMethods) => {
    const now = clock();
    return now > notAfter ? { late: now } : await write(db, change);
  };
  return await (isLone ? writeInTime(pool) : pool.transaction(writeInTime));
}

/** A try that had already succeeded, or a write that came too late; a missing row has lost its place. */
async function readEarlierRecord(db: CommonQueryMethods, { attemptCode, version }: AttemptState): Promise<Recorded> {
  const latest = await attempts.findLatestChange(db, attemptCode);
  if (!latest) throw ApplicationFailure.nonRetryable('The reservation has been taken over.', 'attempt_already_exists');
  const effects = await readPendingEffects(db, attemptCode, version);
  return { effects, earlier: { event: latest.event, state: latest.state as AttemptState } };
}

/** The unfinished effects of an attempt's changes from version `from` on, in order. */
export async function readPendingEffects(
  db: CommonQueryMethods,
  attemptCode: string,
  from: number,
): Promise<PlannedEffect[]> {
  const rows = await listPendingEffects(db, attemptCode, from);
  return rows.map((row) => ({ ...row, effect: row.effect as Effect }));
}
