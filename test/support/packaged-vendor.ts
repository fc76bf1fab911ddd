import { createNullVendor } from '../../activities/vendors/null-vendor.ts';
import { BUILT_IN_KINDS } from '../../activities/vendors/options.ts';
import type { VendorFactory } from '../../activities/vendors/package-vendor.ts';

/** Stands for the one export of an npm package that adds a vendor; docs/vendors.md shows how to write one. */
export const createVendor: VendorFactory = (name, { greeting }, context) => ({
  ...createNullVendor(name, BUILT_IN_KINDS.null.parse({ ping_interval: 60 }), context),
  proctoringConfig: async () => ({ greeting, callbackOrigin: context.callbackOrigin }),
});
