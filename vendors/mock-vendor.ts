import { toAttributes } from './attributes.ts';
import type { CommonOptions } from './common-options.ts';
import type { VendorContext } from './context.ts';
import type { Vendor } from './port.ts';
import { SILENT_OPERATIONS } from './silent-vendor.ts';

/** A vendor for trying things out: its attempt id is the attempt code, and it is ready at once (vendors §2.5). */
export function createMockVendor(name: string, options: CommonOptions, context: VendorContext): Vendor {
  return {
    ...toAttributes(name, options, context),
    ...SILENT_OPERATIONS,
    registerAttempt: async (_exam, registration) => ({ externalId: registration.attemptCode, readyInSeconds: 1 }),
    softwareDownloadUrl: async () => 'mockurl',
  };
}
