import { fromDependency } from '../errors/from-dependency.ts';
import type { AppDeps } from '../app-deps.ts';
import type { LearnerRef } from '../../lms/port.ts';
import { newAttemptCode } from '../../workflows/exam-attempt/client.ts';

/**
 * A declined prerequisite declines the exams after it as soon as somebody looks (attempt-lifecycle §5.6). A race with
 * another creation, or an outage, changes nothing: the next look tries again.
 */
export async function declineAutomatically(deps: AppDeps, learner: LearnerRef, examId: number): Promise<void> {
  try {
    await deps.attempts.create(newAttemptCode(), {
      examId,
      userId: learner.id,
      takingAsProctored: false,
      startClock: false,
      decline: true,
      actor: { kind: 'system' },
    });
  } catch (error) {
    const known = fromDependency(error);
    if (known === null) throw error;
    deps.logger.warn(
      { examId, userId: learner.id, code: known.code },
      'the attempt could not be declined automatically',
    );
  }
}
