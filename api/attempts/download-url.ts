import type { Attempt } from '../../db/attempts.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Vendor } from '../../vendors/port.ts';

/** The vendor's download link of this attempt, else its general one; null when the vendor cannot tell now. */
export async function downloadUrl(
  deps: Pick<AppDeps, 'logger'>,
  vendor: Vendor,
  attempt: Attempt,
): Promise<string | null> {
  const ids = { examExternalId: attempt.exam.externalId, attemptExternalId: attempt.vendorAttemptId };
  try {
    return (await vendor.getAttempt(ids)).downloadUrl ?? (await vendor.softwareDownloadUrl());
  } catch (error) {
    deps.logger.warn({ err: error, attemptId: attempt.id }, 'could not get the download link from the vendor');
    return null;
  }
}
