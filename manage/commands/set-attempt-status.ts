import { z } from 'zod';
import { findAnyAttempt } from '../../db/attempts.ts';
import { isStatus, SETTABLE } from '../../rules/attempt/statuses.ts';
import { mayBeSet } from '../../rules/attempt/rows-by-target.ts';
import { defineCommand, REASON, typedId, typedReason } from '../command.ts';
import { oneBatch, signFor } from '../work.ts';

const NAME = 'set-attempt-status';

/** Moves one attempt, under the rules that apply to staff (attempt-lifecycle §7). */
export const setAttemptStatus = defineCommand({
  name: NAME,
  summary: 'Set the status of one attempt, with all its effects.',
  notes: `Statuses: ${SETTABLE.join(', ')}.\nA completed attempt cannot go back to an incomplete status.`,
  options: {
    'attempt-id': { type: 'string', short: 'a', value: 'ID', help: 'the attempt' },
    status: { type: 'string', short: 't', value: 'STATUS', help: 'its new status' },
    reason: REASON,
  },
  values: z.object({
    'attempt-id': typedId,
    status: z.enum(SETTABLE, 'is not a status that can be set'),
    reason: typedReason,
  }),
  async prepare(deps, { 'attempt-id': id, status, reason }) {
    const subject = `attempt ${id}`;
    const attempt = await findAnyAttempt(deps.pool, id);
    if (!attempt || attempt.deletedAt !== null) {
      return { total: 1, batches: oneBatch({ subject, problem: attempt ? 'was deleted' : 'does not exist' }) };
    }
    const perform = async () => {
      const payload = { ...(await signFor(deps, { attemptCode: attempt.attemptCode, command: NAME, reason })), status };
      return (await deps.attempts.tell(attempt.attemptCode, 'set-status', payload)).changed;
    };
    const isForbidden = isStatus(attempt.status) && !mayBeSet(attempt.status, status);
    const foreseen = isForbidden ? ({ foreseen: 'illegal_transition' } as const) : {};
    return { total: 1, batches: oneBatch({ subject, plan: `${attempt.status} → ${status}`, ...foreseen, perform }) };
  },
});
