import type { VendorRegistry } from '../../vendors/port.ts';

/** A registry whose vendors can be created again, so that what one scenario taught them about failures is forgotten. */
export interface ReplaceableVendors {
  vendors: VendorRegistry;
  renewVendors: () => Promise<void>;
}

export async function replaceableVendors(make: () => Promise<VendorRegistry>): Promise<ReplaceableVendors> {
  let current = await make();
  return {
    vendors: {
      get defaultName() {
        return current.defaultName;
      },
      get names() {
        return current.names;
      },
      get: (name) => current.get(name),
      get gone() {
        return current.gone;
      },
    },
    async renewVendors() {
      current = await make();
    },
  };
}
