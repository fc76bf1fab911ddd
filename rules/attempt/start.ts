import { isPastDue } from './clock.ts';
import type { Facts } from './facts.ts';
import { changeTo, refused, type Outcome } from './outcome.ts';
import type { AttemptState } from './state.ts';
import { cellOf } from './transition-table.ts';

/** A clock that would start at or after the due date has no time to run. */
export function isStartPastDue({ startedAt }: AttemptState, { clock }: Facts, now: number): boolean {
  return startedAt === null && isPastDue(clock.dueAt, now);
}

/** Whether the vendor has yet to confirm a setup that it must confirm first. */
function isSetUpMissing({ status, exam, takingAsProctored }: AttemptState, { settings }: Facts): boolean {
  const isConfirmed = status !== 'eligible' && status !== 'created' && status !== 'download_software_clicked';
  return settings.startRequiresReady && exam.isProctored && takingAsProctored && !isConfirmed;
}

/** Starts the clock, or returns to the exam; a refusal changes nothing. */
export function start(state: AttemptState, facts: Facts, now: number): Outcome {
  const cell = cellOf('start', state.status, state.exam);
  if (!('to' in cell)) return refused('refuse' in cell ? cell.refuse : 'illegal_transition');
  if (isStartPastDue(state, facts, now)) return refused('start_past_due');
  return isSetUpMissing(state, facts) ? refused('set_up_not_confirmed') : changeTo(state, cell.to, {}, facts, now);
}
