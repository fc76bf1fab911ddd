import type { DatabasePool } from 'slonik';
import { listAttemptsInTheWay } from '../../db/imported-attempts.ts';
import { listMissing } from '../../db/reprojection.ts';
import type { Gap } from './comparison.ts';

const unique = (ids: readonly number[]) => [...new Set(ids)];

/** Why attempts cannot be written here, as they are asked for. */
export async function findObstacles(pool: DatabasePool, gaps: readonly Gap[]): Promise<(gap: Gap) => string | null> {
  const states = gaps.map(({ attempt }) => attempt.state);
  const people = new Set(await listMissing(pool, 'person', unique(states.map(({ userId }) => userId))));
  const exams = new Set(await listMissing(pool, 'exam', unique(states.map(({ exam }) => exam.id))));
  const inTheWay = new Set(
    await listAttemptsInTheWay(
      pool,
      states.map(({ attemptId, attemptCode }) => ({ id: attemptId, code: attemptCode })),
    ),
  );
  return ({ attempt: { state } }) => {
    const { attemptId, userId, exam } = state;
    const missing = [
      ...(people.has(userId) ? [`learner ${userId} is not here`] : []),
      ...(exams.has(exam.id) ? [`exam ${exam.id} (${exam.contentId} of ${exam.courseId}) is not here`] : []),
      ...(inTheWay.has(attemptId) ? [`another attempt has taken the id ${attemptId} since`] : []),
    ];
    return missing.length > 0 ? missing.join(', and ') : null;
  };
}
