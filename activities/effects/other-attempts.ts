import { createHash } from 'node:crypto';
import type { DatabasePool } from 'slonik';
import { listBlockedAttempts, listOtherProctoredExams } from '../../db/effect-subjects.ts';
import { attemptCodeFrom } from '../../workflows/exam-attempt/attempt-code.ts';
import { isIncomplete, ONBOARDING_ERRORS } from '../../rules/attempt/statuses.ts';
import type { Refusal } from '../../rules/attempt/refusals.ts';
import type { AttemptClient } from '../../workflows/exam-attempt/client.ts';
import { AttemptRefusedError } from '../../workflows/refusals.ts';
import type { EffectsIn } from './recording.ts';

export interface OtherAttemptsDeps {
  pool: DatabasePool;
  attempts: AttemptClient;
}

/** The same on every try, so that a repeated cascade makes no second attempt. */
const codeFor = (seed: string) => attemptCodeFrom(createHash('sha256').update(seed).digest('hex'));

const OUTAGES: readonly Refusal[] = ['vendor_unavailable', 'service_unavailable'];

/**
 * An attempt that refuses has been changed by somebody else in the meantime and needs nothing more from the cascade; in
 * an outage the cascade is retried.
 */
async function skipRefused(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof AttemptRefusedError) || OUTAGES.includes(error.refusal)) throw error;
  }
}

export function createOtherAttemptsEffects({ pool, attempts }: OtherAttemptsDeps): EffectsIn<'siblings'> {
  return {
    /** Declines the other proctored exams of the course that are not finished (attempt-lifecycle §3.7). */
    async 'decline-siblings'({ key }, { learner, exam }) {
      const userId = learner.id;
      const actor = { kind: 'system' } as const;
      const others = await listOtherProctoredExams(pool, { userId, examId: exam.id, courseId: exam.courseId });
      for (const { examId, attempt } of others) {
        if (attempt === null) {
          const request = {
            examId,
            userId,
            takingAsProctored: false,
            startClock: false,
            decline: true,
            cascaded: true,
          };
          await skipRefused(attempts.create(codeFor(`${key}/${examId}`), { ...request, actor }));
        } else if (isIncomplete(attempt.status)) {
          await skipRefused(attempts.tell(attempt.attemptCode, 'decline', { actor, cascaded: true }));
        }
      }
    },

    /** Removes the learner's attempts that this vendor refused for want of onboarding (attempt-lifecycle §3.8). */
    async 'clear-blocked-attempts'(_, { learner, exam }) {
      const { backend } = exam;
      if (backend === null) return;
      const statuses = ONBOARDING_ERRORS;
      const blocked = await listBlockedAttempts(pool, { userId: learner.id, backend, statuses });
      const payload = { actor: { kind: 'system' }, quiet: true, reason: 'onboarding completed' } as const;
      for (const code of blocked) await skipRefused(attempts.tell(code, 'delete', payload));
    },
  };
}
