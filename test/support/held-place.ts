import { Client } from 'pg';
import type { LearnerOnExam } from '../../db/learner-on-exam.ts';

/** Runs `work` while somebody else decides about the learner on the exam, by the lock that every release takes. */
export async function whileDecidedAbout<Result>(
  databaseUrl: string,
  { userId, examId }: LearnerOnExam,
  work: () => Promise<Result>,
): Promise<Result> {
  const decision = new Client({ connectionString: databaseUrl });
  await decision.connect();
  try {
    await decision.query('begin');
    await decision.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${userId}/${examId}`]);
    return await work();
  } finally {
    await decision.end();
  }
}
