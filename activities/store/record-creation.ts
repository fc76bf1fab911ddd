import { UniqueIntegrityConstraintViolationError, type CommonQueryMethods } from 'slonik';
import { projectionOf } from '../../db/attempt-projection.ts';
import { insertAttempt } from '../../db/attempt-store.ts';
import type { Recorded, RecordedCreation } from '../../workflows/exam-attempt/activities.ts';
import { findEarlierRecord } from './earlier-record.ts';
import { writeAlone } from './one-at-a-time.ts';
import { placeOf } from './place.ts';
import { handOver, planEffect, toRows } from './planned-effects.ts';
import type { RecordDeps } from './record.ts';
import { transitionOf } from './transition-row.ts';

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
    const insert = (db: CommonQueryMethods) => insertAttempt(db, attemptId, place, row, written);
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
