import type { VendorAttributes } from './attributes.ts';
import { VendorPayloadError } from './errors.ts';
import type { Vendor } from './port.ts';

/** The operations of a vendor with which nothing is exchanged (vendors §2.2, base defaults). */
export const SILENT_OPERATIONS: Omit<Vendor, keyof VendorAttributes> = {
  hidesExternalIdFromLearners: false,
  registerAttempt: async () => ({ externalId: null }),
  startAttempt: async () => {},
  stopAttempt: async () => {},
  markErroneousAttempt: async () => {},
  removeAttempt: async () => {},
  saveExam: async () => null,
  acceptsAnonymousReview: () => false,
  parseReview: () => {
    throw new VendorPayloadError('This back-end takes no reviews');
  },
  getAttempt: async () => ({ downloadUrl: null, instructions: [] }),
  softwareDownloadUrl: async () => null,
  proctoringConfig: async () => null,
  instructorUrl: async () => null,
  onboardingProfiles: async () => null,
  retireUser: async () => null,
  encryptVideoUrl: () => null,
  blocksExamMaterial: () => false,
};
