import type { Vendor } from './port.ts';
import { readRestReview } from './rest/review.ts';
import { readSoftwareSecureReview } from './software-secure/review.ts';

/**
 * Reads reviews of attempts whose back-end was removed from the settings, in the form that they have: those with exam
 * data are proven by the record locator. The key of recordings is gone with the back-end, so no link is kept.
 */
export const GONE_VENDOR: Pick<Vendor, 'parseReview' | 'encryptVideoUrl'> = {
  parseReview(payload, { attemptExternalId }) {
    const isProvenByLocator = payload !== null && typeof payload === 'object' && 'examMetaData' in payload;
    return isProvenByLocator
      ? readSoftwareSecureReview(payload, attemptExternalId, { skipLocator: false })
      : readRestReview(payload);
  },
  encryptVideoUrl: () => null,
};
