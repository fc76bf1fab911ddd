import type { LearnerOnExam } from '../../db/learner-on-exam.ts';
import { holdLock, type HeldLock } from './held-lock.ts';

/** Has somebody else decide about the learner on the exam, under the lock that every release takes. */
export function holdPlace(databaseUrl: string, { userId, examId }: LearnerOnExam): Promise<HeldLock> {
  return holdLock(databaseUrl, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${userId}/${examId}`]);
}
