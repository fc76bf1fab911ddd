import type { DatabasePool } from 'slonik';
import {
  findAttempt,
  findLatestAttempt,
  listAttemptsByIds,
  listLatestAttempts,
  listRunningAttempts,
  type Attempt,
} from '../db/attempts.ts';
import { findLearnerFacts, listLearnerFacts, type LearnerFacts } from '../db/learner-facts.ts';
import type { LearnerOnExam } from '../db/learner-on-exam.ts';
import { gather } from './gather.ts';

/**
 * What pages ask for again and again: when many do so at once, one statement answers several of them. All are asked for by
 * numbers, in which nothing can make the statement of others fail.
 */
export interface GatheredReads {
  /** A live attempt; null without one. */
  attempt(id: number): Promise<Attempt | null>;
  /** A learner's attempts whose clock may run, the newest first. */
  runningAttempts(userId: number): Promise<readonly Attempt[]>;
  /** The attempt that counts for a learner and exam; null without one. */
  latestAttempt(place: LearnerOnExam): Promise<Attempt | null>;
  /** What a learner's clock on an exam is computed from; null if either does not exist. */
  learnerFacts(place: LearnerOnExam): Promise<LearnerFacts | null>;
}

const placeId = ({ userId, examId }: LearnerOnExam) => `${userId}/${examId}`;

/** Reads one by one where only one was asked for, which is how it mostly is, and several together. */
function oneOrMany<Asked, Value extends object>(
  idOf: (asked: Asked) => string | number,
  one: (asked: Asked) => Promise<Value | null>,
  many: (asked: readonly Asked[]) => Promise<ReadonlyMap<string | number, Value>>,
): (asked: Asked) => Promise<Value | null> {
  return gather<Asked, Value | null>(idOf, async (asked) => {
    const [first, ...others] = asked;
    if (first !== undefined && others.length === 0) {
      const value = await one(first);
      return () => value;
    }
    const found = await many(asked);
    return (each) => found.get(idOf(each)) ?? null;
  });
}

const byKey = <Value>(values: readonly Value[], keyOf: (value: Value) => string | number) =>
  new Map(values.map((value) => [keyOf(value), value]));

export function createGatheredReads(pool: DatabasePool): GatheredReads {
  return {
    attempt: oneOrMany(
      (id) => id,
      (id: number) => findAttempt(pool, id),
      async (ids) => byKey(await listAttemptsByIds(pool, ids), ({ id }) => id),
    ),
    runningAttempts: gather(
      (userId) => userId,
      async (userIds: readonly number[]) => {
        const byUser = Map.groupBy(await listRunningAttempts(pool, userIds), ({ user }) => user.id);
        return (userId) => byUser.get(userId) ?? [];
      },
    ),
    latestAttempt: oneOrMany(
      placeId,
      ({ userId, examId }) => findLatestAttempt(pool, userId, examId),
      async (places) =>
        byKey(await listLatestAttempts(pool, places), ({ user, exam }) =>
          placeId({ userId: user.id, examId: exam.id }),
        ),
    ),
    learnerFacts: oneOrMany(
      placeId,
      (place) => findLearnerFacts(pool, place),
      async (places) =>
        byKey(await listLearnerFacts(pool, places), ({ userId, exam }) => placeId({ userId, examId: exam.id })),
    ),
  };
}
