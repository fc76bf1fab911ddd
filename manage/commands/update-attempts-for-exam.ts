import { z } from 'zod';
import { listAttemptsOfExam, countAttemptsOfExam, type BatchedAttempt } from '../../db/attempt-batches.ts';
import { findExam } from '../../db/exams.ts';
import { SETTABLE } from '../../rules/attempt/statuses.ts';
import { defineCommand, InputError, REASON, typedId, typedReason } from '../command.ts';
import { pages, signFor, type ManagementDeps, type Task } from '../work.ts';

const NAME = 'update-attempts-for-exam';

function toTask(deps: ManagementDeps, attempt: BatchedAttempt, reason: string | undefined): Task {
  const subject = `attempt ${attempt.id}`;
  const status = SETTABLE.find((known) => known === attempt.status);
  if (status === undefined) {
    return { subject, plan: `${attempt.status} has no effects to repeat`, perform: () => Promise.resolve(false) };
  }
  const perform = async () => {
    const payload = {
      ...(await signFor(deps, { attemptCode: attempt.attemptCode, command: NAME, reason })),
      status,
      reapply: true,
    };
    return (await deps.attempts.tell(attempt.attemptCode, 'set-status', payload)).changed;
  };
  return { subject, plan: `${status} again`, perform };
}

/** Repeats the effects of the status of every attempt on an exam (attempt-lifecycle §7). */
export const updateAttemptsForExam = defineCommand({
  name: NAME,
  summary: 'Repeat the effects of the status of every attempt on an exam: credit, grade, email, vendor, events.',
  notes: 'Learners get their emails again. An attempt whose status changes in the meantime is left alone.',
  options: { 'exam-id': { type: 'string', value: 'ID', help: 'the exam' }, reason: REASON },
  values: z.object({ 'exam-id': typedId, reason: typedReason }),
  async prepare(deps, { 'exam-id': examId, reason }, batchSize) {
    const { pool } = deps;
    if (!(await findExam(pool, examId))) throw new InputError(`There is no exam ${examId}.`);
    const next = (afterId: number) => listAttemptsOfExam(pool, examId, { afterId, limit: batchSize });
    async function* batches() {
      for await (const page of pages(0, next, ({ id }) => id)) {
        yield page.map((attempt) => toTask(deps, attempt, reason));
      }
    }
    return { total: await countAttemptsOfExam(pool, examId), batches: batches() };
  },
});
