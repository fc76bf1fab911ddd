import { toAttributes } from './attributes.ts';
import type { CommonOptions } from './common-options.ts';
import type { VendorContext } from './context.ts';
import type { Vendor } from './port.ts';
import { SILENT_OPERATIONS } from './silent-vendor.ts';

/** The back-end of a site without a vendor: every attempt is registered, but nobody watches it. */
export function createNullVendor(name: string, options: CommonOptions, context: VendorContext): Vendor {
  return { ...toAttributes(name, options, context), ...SILENT_OPERATIONS };
}
