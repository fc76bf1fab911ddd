import type { Attempt } from '../../db/attempts.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../errors/api-error.ts';
import { toApiError } from '../errors/handler.ts';

/** The vendor is told before anything is removed; when it cannot be, nothing is (recorded answers of 6.1.4): throws `vendor_failed`. */
export async function removeAttempt(deps: AppDeps, caller: Caller, attempt: Attempt): Promise<void> {
  const actor = { kind: 'staff', userId: caller.userId } as const;
  try {
    await deps.attempts.tell(attempt.attemptCode, 'delete', { actor });
  } catch (error) {
    const { code } = toApiError(error);
    const atVendor = code === 'vendor_unavailable' || code === 'vendor_refused';
    throw atVendor ? new ApiError('vendor_failed', { cause: error }) : error;
  }
}
