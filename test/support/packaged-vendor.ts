import type { VendorFactory } from '../../vendors/package-vendor.ts';

/** Stands for the one export of an npm package that adds a vendor; docs/vendors.md shows how to write one. */
export const createVendor: VendorFactory = (name, { greeting, ...options }, context) => ({
  ...context.createBuiltIn(options),
  name,
  proctoringConfig: async () => ({ greeting, callbackOrigin: context.callbackOrigin }),
  parseReview: () => {
    throw new context.errors.VendorPayloadError('This package takes no reviews');
  },
});
