import { WorkflowUpdateFailedError } from '@temporalio/client';
import { isDatabaseDown } from '../db/failures.ts';
import { REFUSAL_TEXTS } from '../rules/attempt/refusals.ts';
import { isTemporalDown } from '../temporal/failures.ts';
import { refusalOf } from '../workflows/refusals.ts';

const TEXTS = {
  ...REFUSAL_TEXTS,
  database_unavailable: 'The database cannot be reached at the moment. Try again shortly.',
  temporal_unavailable: 'Changes cannot be made at the moment. Try again shortly.',
} as const;

/** Why a task failed, as the API would name it; null for a fault of our own. */
export function reasonOf(error: unknown): keyof typeof TEXTS | null {
  if (isDatabaseDown(error)) return 'database_unavailable';
  const refusal = refusalOf(error);
  if (refusal) return refusal;
  if (error instanceof WorkflowUpdateFailedError) return 'service_unavailable';
  return isTemporalDown(error) ? 'temporal_unavailable' : null;
}

/** One line for the operator. */
export function explain(error: unknown): string {
  const reason = reasonOf(error);
  if (reason) return `${reason}: ${TEXTS[reason]}`;
  return error instanceof Error ? error.message : String(error);
}
