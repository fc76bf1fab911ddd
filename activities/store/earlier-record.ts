import { ApplicationFailure } from '@temporalio/common';
import type { CommonQueryMethods } from 'slonik';
import { findLatestChange } from '../../db/attempt-store.ts';
import { listPendingEffects } from '../../db/effects.ts';
import type { Recorded, RecordedChange } from '../../workflows/exam-attempt/activities.ts';
import type { Effect, PlannedEffect } from '../../rules/attempt/effects.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { planOf } from './planned-effects.ts';

/** The attempt was recorded before, but Postgres does not know it: it was restored from an older backup. */
class AttemptMissingError extends Error {
  override name = 'AttemptMissingError';
}

/**
 * A try that had already succeeded, or a write that came too late. A place that is missing was lost to somebody else; an
 * attempt that is missing is waited for, until it is re-projected.
 */
export async function readEarlierRecord(
  db: CommonQueryMethods,
  { state, fromStatus }: RecordedChange,
): Promise<Recorded> {
  const earlier = await findEarlierRecord(db, state);
  if (earlier) return earlier;
  if (fromStatus !== null) throw new AttemptMissingError('The attempt is not in the database.');
  throw ApplicationFailure.nonRetryable('The reservation has been taken over.', 'attempt_already_exists');
}

/** What was recorded of an attempt so far, with the effects that its changes from this version on still ask for; null without a row. */
export async function findEarlierRecord(
  db: CommonQueryMethods,
  { attemptCode, version }: AttemptState,
): Promise<Recorded | null> {
  const latest = await findLatestChange(db, attemptCode);
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
