import type { VendorContext } from './context.ts';
import { createLtiVendor } from './lti/lti-vendor.ts';
import { createMockVendor } from './mock-vendor.ts';
import { createNullVendor } from './null-vendor.ts';
import type { BuiltInEntry } from './options.ts';
import type { Vendor } from './port.ts';
import { createRestVendor } from './rest/rest-vendor.ts';
import { createSoftwareSecureVendor } from './software-secure/software-secure-vendor.ts';

/** Makes a vendor of a kind that needs no package, from its checked entry. */
export function createBuiltInVendor(name: string, entry: BuiltInEntry, context: VendorContext): Vendor {
  switch (entry.kind) {
    case 'null':
      return createNullVendor(name, entry.options, context);
    case 'mock':
      return createMockVendor(name, entry.options, context);
    case 'software_secure':
      return createSoftwareSecureVendor(name, entry.options, context);
    case 'lti':
      return createLtiVendor(name, entry.options, context);
    default:
      return createRestVendor(name, entry.options, context);
  }
}
