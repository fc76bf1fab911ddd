import type { Vendor } from './port.ts';
import { readRestReview } from './rest/review.ts';
import { readSoftwareSecureReview } from './software-secure/review.ts';

/**
 * Reads reviews of attempts whose back-end was removed from the settings, recognising them by their form. Those with exam
 * data are proven by the record locator. The key for recordings is gone with the back-end, so no link is stored.
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
