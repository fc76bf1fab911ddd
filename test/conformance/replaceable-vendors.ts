import type { VendorRegistry } from '../../vendors/port.ts';
import { registryOf } from '../../vendors/renewable-registry.ts';

/** A registry whose vendors can be created again, so that what one scenario taught them about failures is forgotten. */
export interface ReplaceableVendors {
  vendors: VendorRegistry;
  renewVendors: () => Promise<void>;
}

export async function replaceableVendors(make: () => Promise<VendorRegistry>): Promise<ReplaceableVendors> {
  let current = await make();
  return {
    vendors: registryOf(() => current),
    async renewVendors() {
      current = await make();
    },
  };
}
