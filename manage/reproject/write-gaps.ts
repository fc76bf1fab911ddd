import type { DatabasePool, CommonQueryMethods } from 'slonik';
import { projectionOf } from '../../db/attempt-projection.ts';
import { projectAttempt } from '../../db/attempt-store.ts';
import { saveHighestIds } from '../../db/imported-settings-of-exams.ts';
import { lockLearnerOnExam } from '../../db/learner-on-exam.ts';
import {
  insertMissedChanges,
  insertMissedIgnoredEvents,
  insertUnknownAttempt,
  saveReopening,
  saveReprojectedEffects,
} from '../../db/reprojection.ts';
import { inResumeProcess } from '../../rules/attempt/state.ts';
import { transitionOf } from '../../activities/store/transition-row.ts';
import { vendorOf } from '../../vendors/exam-facts.ts';
import type { VendorRegistry } from '../../vendors/port.ts';
import type { Gap } from './comparison.ts';

/** Whether the attempt keeps the learner from beginning another one. */
const takesPlace = ({ attempt: { state } }: Gap) =>
  state.deletedAt === null && !state.isSampleAttempt && !inResumeProcess(state);

async function writeUnknown(db: CommonQueryMethods, { attempt }: Gap, vendors: VendorRegistry): Promise<void> {
  const { state, changes } = attempt;
  const { exam } = state;
  await insertUnknownAttempt(db, {
    ...state,
    id: state.attemptId,
    examId: exam.id,
    examType: exam.type,
    backend: exam.backend,
    at: attempt.placedAt,
    vendorAttemptId: changes.findLast(({ state }) => state.externalId !== null)?.state.externalId ?? state.externalId,
    hasSecretLocator: vendorOf(vendors, exam)?.hidesExternalIdFromLearners ?? false,
  });
  await saveHighestIds(db, { attempt: state.attemptId });
}

async function writeState(db: CommonQueryMethods, { attempt: { state }, changes }: Gap): Promise<void> {
  const rows = { transitions: changes.map(transitionOf), effects: [] };
  if (await projectAttempt(db, projectionOf(state), rows)) return;
  await insertMissedChanges(db, state.attemptId, rows);
}

async function writeReopenings(db: CommonQueryMethods, { reopened, known }: Gap): Promise<void> {
  for (const { key, reopenings } of reopened) {
    for (const { actor, ...asked } of reopenings.slice(known?.effects[key]?.reopenings)) {
      await saveReopening(db, { ...asked, key, actorKind: actor.kind, actorUserId: actor.userId ?? null });
    }
  }
}

/**
 * Writes what is missing of a learner's attempts on one exam, all or nothing. Attempts that have left the place of the
 * learner come before the one that has taken it; effects are in the order in which they were planned, whichever attempt
 * they are of.
 */
export async function writeGaps(pool: DatabasePool, gaps: readonly Gap[], vendors: VendorRegistry): Promise<void> {
  const [first] = gaps;
  if (!first) return;
  const { userId, exam } = first.attempt.state;
  await pool.transaction(async (tx) => {
    await lockLearnerOnExam(tx, { userId, examId: exam.id });
    for (const gap of gaps) if (gap.known === null) await writeUnknown(tx, gap, vendors);
    for (const gap of gaps.toSorted((one, other) => Number(takesPlace(one)) - Number(takesPlace(other)))) {
      await writeState(tx, gap);
      await writeReopenings(tx, gap);
    }
    const of = <Item>(listOf: (gap: Gap) => readonly Item[]) =>
      gaps.flatMap((gap) => listOf(gap).map((item) => ({ ...item, attemptId: gap.attempt.state.attemptId })));
    await saveReprojectedEffects(
      tx,
      of(({ effects, reopened }) => [...effects, ...reopened]),
    );
    const ignored = of((gap) => gap.ignored);
    await insertMissedIgnoredEvents(
      tx,
      ignored.map(({ actor, ...event }) => ({ ...event, actorKind: actor.kind, actorUserId: actor.userId ?? null })),
    );
  });
}
