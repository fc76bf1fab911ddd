import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { UniqueIntegrityConstraintViolationError, type CommonQueryMethods, type DatabasePool } from 'slonik';
import { projectionOf } from '../../db/attempt-projection.ts';
import * as attempts from '../../db/attempt-store.ts';
import { readDatabaseTime } from '../../db/clock.ts';
import { listPendingEffects, withholdEffects, type PlannedEffectRow } from '../../db/effects.ts';
import type { EffectSubjectRow } from '../../db/effect-subjects.ts';
import { lockLearnerOnExam, readLearnerRecord } from '../../db/learner-on-exam.ts';
import type { Recorded, RecordedChange, RecordedCreation } from '../../workflows/exam-attempt/activities.ts';
import { effectKey, isAnnouncement, type Effect, type Lane, type PlannedEffect } from '../../rules/attempt/effects.ts';
import { isGuarded, applyGuard } from '../../rules/attempt/guard.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { headOf, type FirstTries } from '../effects/first-tries.ts';
import { writeAlone } from './one-at-a-time.ts';
import { placeOf } from './place.ts';
import { readStatus } from './read-status.ts';
import { transitionOf } from './transition-row.ts';

export interface RecordDeps {
  pool: DatabasePool;
  firstTries: FirstTries;
  /** Epoch milliseconds. */
  clock: () => number;
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

function planEffect(effect: Effect, { state, at }: Pick<RecordedChange, 'state' | 'at'>): PlannedEffect {
  const { attemptCode, version } = state;
  return planOf(effect, { key: effectKey(attemptCode, version, effect), version, at });
}

/** An effect as planned by its cause. */
export function planOf(effect: Effect, cause: Omit<PlannedEffect, 'effect' | 'isShared'>): PlannedEffect {
  return { ...cause, effect, ...(isAnnouncement(effect) && { isShared: true }) };
}

/** The effects in order, each with its key and whether the learner's other attempts withhold it. */
async function plan(db: CommonQueryMethods, { state, effects, at }: RecordedChange) {
  const learner = effects.some(isGuarded) ? await readGuarded(db, state) : { others: [], overrideStands: false };
  return applyGuard(state, effects, learner).map(({ effect, withheld }) => ({
    ...planEffect(effect, { state, at }),
    withheld,
  }));
}

type Planned = PlannedEffect & { withheld: boolean };

/** What of a lane is tried at once, if its target is well; another worker has the rest, unless it is a local activity. */
function triedFirst({ promptly }: FirstTries, effects: readonly Planned[], lane: Lane): Planned[] {
  if (!promptly[lane].isReady()) return [];
  const head = headOf(effects, lane);
  return Context.current().info.isLocal ? head : head.filter(({ effect }) => isAnnouncement(effect));
}

/** The effects as they are written: the first ones of these lanes begin with the change. */
function toRows({ firstTries, clock }: RecordDeps, planned: readonly Planned[], lanes: readonly Lane[]) {
  const toBeDone = planned.filter(({ withheld }) => !withheld);
  const first = new Set(lanes.flatMap((lane) => triedFirst(firstTries, toBeDone, lane)));
  const begunAt = clock();
  return planned.map((each): PlannedEffectRow => ({ ...each, begunAt: first.has(each) ? begunAt : null }));
}

/** Has those who carry out effects know which tries have begun. */
function handOver({ begun }: FirstTries, subject: EffectSubjectRow, effects: readonly PlannedEffectRow[]): void {
  const first = effects.filter(({ begunAt }) => begunAt !== null);
  begun.keep(first.map(({ key }) => ({ ...subject, key, number: 1 })));
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

async function write(
  deps: RecordDeps,
  db: CommonQueryMethods,
  change: RecordedChange,
): Promise<Recorded | { late: number }> {
  const { state, tries = [] } = change;
  const planned = await plan(db, change);
  const effects = toRows(deps, planned, tries);
  const rows = { transitions: [transitionOf(change)], effects, notAfter: change.notAfter };
  const writeRow = () => attempts.projectAttempt(db, projectionOf(state), rows);
  const subject = await (change.isOneAtATime ? writeAlone(db, change, writeRow) : writeRow());
  if (!subject) {
    const late = await readLateness(db, change);
    return late === null ? await readEarlierRecord(db, change) : { late };
  }
  handOver(deps.firstTries, subject, effects);
  if (leavesReview(change)) await attempts.deactivateReview(db, state.attemptCode);
  if (change.undoes !== undefined) await undo(db, change, change.undoes);
  return {
    effects: planned.filter(({ withheld }) => !withheld).map(({ withheld: _, ...rest }) => rest),
    earlier: null,
    made: { event: change.event, state },
  };
}

/**
 * Projects a change with its history and the intent of its effects, all or nothing, unless it is too late for the person
 * waiting. That is one statement and needs a transaction only where others belong to it.
 */
export async function record(deps: RecordDeps, change: RecordedChange): Promise<Recorded | { late: number }> {
  const { pool, clock } = deps;
  const { notAfter = Number.POSITIVE_INFINITY } = change;
  const isLone =
    !change.effects.some(isGuarded) && !leavesReview(change) && change.undoes === undefined && !change.isOneAtATime;
  const writeInTime = async (db: CommonQueryMethods) => {
    const now = clock();
    return now > notAfter ? { late: now } : await write(deps, db, change);
  };
  try {
    return await (isLone ? writeInTime(pool) : pool.transaction(writeInTime));
  } catch (error) {
    const isTaken = change.undoes !== undefined && error instanceof UniqueIntegrityConstraintViolationError;
    if (!isTaken) throw error;
    throw ApplicationFailure.nonRetryable('The learner has begun anew since the removal.', 'undo_overtaken');
  }
}

/**
 * Takes the learner's place with a new attempt and its first changes, all or nothing. Null if the place is taken, or if it
 * is too late for the person waiting and no earlier try was in time. Other attempts have no say in the effects of a creation
 * or a start; one that may not run beside another clock fails with the refusal.
 */
export async function recordCreation(
  deps: RecordDeps,
  { reservation, attemptId, changes }: RecordedCreation,
): Promise<Recorded | null> {
  const { pool, clock } = deps;
  const [first, last] = [changes[0], changes.at(-1)];
  if (!first || !last) throw new TypeError('A creation has at least one change.');
  const deadline = Math.min(...changes.map(({ notAfter = Number.POSITIVE_INFINITY }) => notAfter));
  const notAfter = Number.isFinite(deadline) ? deadline : undefined;
  // An earlier try may have been in time, and only its answer lost.
  if (clock() > deadline) return await findEarlierRecord(pool, first.state);
  const effects = changes.flatMap((change) => change.effects.map((effect) => planEffect(effect, change)));
  const rows = toRows(
    deps,
    effects.map((each) => ({ ...each, withheld: false })),
    ['lms'],
  );
  const [place, row] = [placeOf(reservation), projectionOf(last.state)];
  try {
    const written = { transitions: changes.map(transitionOf), effects: rows, notAfter };
    const insert = (db: CommonQueryMethods) => attempts.insertAttempt(db, attemptId, place, row, written);
    const start = changes.find(({ isOneAtATime }) => isOneAtATime);
    const subject = await (start ? pool.transaction((tx) => writeAlone(tx, start, () => insert(tx))) : insert(pool));
    if (!subject) return await findEarlierRecord(pool, first.state);
    handOver(deps.firstTries, subject, rows);
    return { effects, earlier: null, made: { event: last.event, state: last.state } };
  } catch (error) {
    if (error instanceof UniqueIntegrityConstraintViolationError) return null;
    throw error;
  }
}

/** The attempt was recorded before, but Postgres does not know it: it was restored from an older backup. */
class AttemptMissingError extends Error {
  override name = 'AttemptMissingError';
}

/**
 * A try that had already succeeded, or a write that came too late. A place that is missing was lost to somebody else; an
 * attempt that is missing is waited for, until it is re-projected.
 */
async function readEarlierRecord(db: CommonQueryMethods, { state, fromStatus }: RecordedChange): Promise<Recorded> {
  const earlier = await findEarlierRecord(db, state);
  if (earlier) return earlier;
  if (fromStatus !== null) throw new AttemptMissingError('The attempt is not in the database.');
  throw ApplicationFailure.nonRetryable('The reservation has been taken over.', 'attempt_already_exists');
}

/** What was recorded of an attempt so far, with the effects that its changes from this version on still ask for; null without a row. */
async function findEarlierRecord(
  db: CommonQueryMethods,
  { attemptCode, version }: AttemptState,
): Promise<Recorded | null> {
  const latest = await attempts.findLatestChange(db, attemptCode);
  if (!latest) return null;
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
  return rows.map(({ effect, ...cause }) => planOf(effect as Effect, cause));
}
