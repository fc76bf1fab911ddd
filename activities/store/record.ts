import { ApplicationFailure } from '@temporalio/common';
import { UniqueIntegrityConstraintViolationError, type CommonQueryMethods, type DatabasePool } from 'slonik';
import { projectionOf } from '../../db/attempt-projection.ts';
import * as attempts from '../../db/attempt-store.ts';
import { readDatabaseTime } from '../../db/clock.ts';
import { withholdEffects } from '../../db/effects.ts';
import type { EffectSubjectRow } from '../../db/effect-subjects.ts';
import { lockLearnerOnExam, readLearnerRecord } from '../../db/learner-on-exam.ts';
import type { Recorded, RecordedChange } from '../../workflows/exam-attempt/activities.ts';
import { isGuarded, type LearnerRecord } from '../../rules/attempt/guard.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { readEarlierRecord } from './earlier-record.ts';
import { writeAlone } from './one-at-a-time.ts';
import { handOver, planEffects, toRows, type FirstTriesDeps, type Planned } from './planned-effects.ts';
import { readStatus } from './read-status.ts';
import { transitionOf } from './transition-row.ts';

export interface RecordDeps extends FirstTriesDeps {
  pool: DatabasePool;
}

/** What is known of a learner who has nothing else on the exam, and all that unguarded effects ask for. */
const NOTHING_ELSE: LearnerRecord = { others: [], overrideStands: false };

/** What the guard needs to know about the learner on the exam; nobody else changes it until the transaction ends. */
async function readGuarded(
  db: CommonQueryMethods,
  { userId, exam, attemptCode }: AttemptState,
): Promise<LearnerRecord> {
  const place = { userId, examId: exam.id };
  await lockLearnerOnExam(db, place);
  const { others, hasGradeOverride } = await readLearnerRecord(db, place, attemptCode);
  return {
    others: others.map(({ status, resumed }) => ({ status: readStatus(status), resumed })),
    overrideStands: hasGradeOverride,
  };
}

/** A review that arrives after the removal is a new one. */
function leavesReview({ state, event }: RecordedChange): boolean {
  return state.deletedAt !== null && event !== 'review';
}

/** What waited for the change that is undone is not carried out, and a review of the attempt counts again. */
async function undo(db: CommonQueryMethods, { state, at }: RecordedChange, version: number): Promise<void> {
  await withholdEffects(db, { attemptCode: state.attemptCode, version, at });
  if (state.deletedAt === null) await attempts.activateReview(db, state.attemptCode);
}

/** When Postgres refused a change because the time for it was over, in epoch milliseconds; null: for another reason. */
async function readLateness(db: CommonQueryMethods, { state, notAfter }: RecordedChange): Promise<number | null> {
  if (notAfter === undefined) return null;
  const latest = await attempts.findLatestChange(db, state.attemptCode);
  const isRecorded = latest !== null && (latest.state as AttemptState).version >= state.version;
  const now = await readDatabaseTime(db);
  return !isRecorded && now > notAfter ? now : null;
}

/** Writes a change as it is planned, by one statement; null if that does not write it. */
async function writePlanned(
  deps: RecordDeps,
  change: RecordedChange,
  planned: readonly Planned[],
  writeRow: (row: attempts.ProjectedAttempt, rows: attempts.ChangesInTime) => Promise<EffectSubjectRow | null>,
): Promise<Recorded | null> {
  const { state, tries = [] } = change;
  const effects = toRows(deps, planned, tries);
  const rows = { transitions: [transitionOf(change)], effects, notAfter: change.notAfter };
  const subject = await writeRow(projectionOf(state), rows);
  if (!subject) return null;
  handOver(deps.firstTries, subject, effects);
  return {
    effects: planned.filter(({ withheld }) => !withheld).map(({ withheld: _, ...rest }) => rest),
    earlier: null,
    made: { event: change.event, state },
  };
}

async function write(
  deps: RecordDeps,
  db: CommonQueryMethods,
  change: RecordedChange,
): Promise<Recorded | { late: number }> {
  const { state } = change;
  const learner = change.effects.some(isGuarded) ? await readGuarded(db, state) : NOTHING_ELSE;
  const recorded = await writePlanned(deps, change, planEffects(change, learner), (row, rows) => {
    const writeRow = () => attempts.projectAttempt(db, row, rows);
    return change.isOneAtATime ? writeAlone(db, change, writeRow) : writeRow();
  });
  if (!recorded) {
    const late = await readLateness(db, change);
    return late === null ? await readEarlierRecord(db, change) : { late };
  }
  if (leavesReview(change)) await attempts.deactivateReview(db, state.attemptCode);
  if (change.undoes !== undefined) await undo(db, change, change.undoes);
  return recorded;
}

/**
 * Most learners have one attempt on an exam, which is all that the guard asks for. Null if it is not so, or nothing was
 * written for another reason.
 */
async function writeIfAlone(deps: RecordDeps, change: RecordedChange): Promise<Recorded | null> {
  return await writePlanned(deps, change, planEffects(change, NOTHING_ELSE), (row, rows) =>
    attempts.projectLoneAttempt(deps.pool, row, rows),
  );
}

/**
 * Projects a change with its history and the intent of its effects, all or nothing, unless it is too late for the person
 * waiting. That is one statement and needs a transaction only where others belong to it, or the learner's other attempts
 * have a say.
 */
export async function record(deps: RecordDeps, change: RecordedChange): Promise<Recorded | { late: number }> {
  const { pool, clock } = deps;
  const { notAfter = Number.POSITIVE_INFINITY } = change;
  const isLone = !leavesReview(change) && change.undoes === undefined && !change.isOneAtATime;
  const writeInTime = async (db: CommonQueryMethods) => {
    const now = clock();
    return now > notAfter ? { late: now } : await write(deps, db, change);
  };
  try {
    if (isLone && !change.effects.some(isGuarded)) return await writeInTime(pool);
    const recorded = isLone && clock() <= notAfter ? await writeIfAlone(deps, change) : null;
    return recorded ?? (await pool.transaction(writeInTime));
  } catch (error) {
    const isTaken = change.undoes !== undefined && error instanceof UniqueIntegrityConstraintViolationError;
    if (!isTaken) throw error;
    throw ApplicationFailure.nonRetryable('The learner has begun anew since the removal.', 'undo_overtaken');
  }
}
