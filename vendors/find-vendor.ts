import { BackendNotConfiguredError } from './errors.ts';
import type { Vendor, VendorRegistry } from './port.ts';

/** The vendor of a back-end; null or '' is the default back-end. Answers null for one that was removed from the settings. */
export function findVendor(vendors: VendorRegistry, backend: string | null): Vendor | null {
  try {
    return vendors.get(backend);
  } catch (error) {
    if (error instanceof BackendNotConfiguredError) return null;
    throw error;
  }
}
