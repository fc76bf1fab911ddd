import { DATABASE_DOWN, isDatabaseDown } from '../db/failures.ts';
import { REFUSAL_TEXTS } from '../rules/attempt/refusals.ts';
import { missingKeyOf, TEMPORAL_DOWN } from '../temporal/failures.ts';
import { reasonOf as reasonOfAttempt } from '../workflows/exam-attempt/client.ts';

const TEXTS = { ...REFUSAL_TEXTS, database_unavailable: DATABASE_DOWN, temporal_unavailable: TEMPORAL_DOWN } as const;

/** Why a task failed, as the API would name it; null for a fault of our own. */
export function reasonOf(error: unknown): keyof typeof TEXTS | null {
  return isDatabaseDown(error) ? 'database_unavailable' : reasonOfAttempt(error);
}

/** One line for the operator. */
export function explain(error: unknown): string {
  const missing = missingKeyOf(error);
  if (missing) return missing.message;
  const reason = reasonOf(error);
  if (reason) return `${reason}: ${TEXTS[reason]}`;
  return error instanceof Error ? error.message : String(error);
}
