import type { VendorContext } from './context.ts';
import type { Vendor } from './port.ts';

/** What an npm package exports as `createVendor` to be a back-end; throws when its options are not usable. */
export type VendorFactory = (
  name: string,
  options: Record<string, unknown>,
  context: VendorContext,
) => Vendor | Promise<Vendor>;

/** Loads the package `module` and makes its vendor; throws naming the package when that is not possible. */
export async function createPackageVendor(
  name: string,
  module: string,
  options: Record<string, unknown>,
  context: VendorContext,
): Promise<Vendor> {
  const loaded = (await import(module).catch((cause: unknown) => {
    throw new Error(`${name}: the package "${module}" cannot be loaded`, { cause });
  })) as { createVendor?: unknown };
  if (typeof loaded.createVendor !== 'function') {
    throw new TypeError(`${name}: the package "${module}" exports no function createVendor`);
  }
  const createVendor = loaded.createVendor as VendorFactory;
  return createVendor(name, options, context);
}
