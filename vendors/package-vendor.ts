import { createBuiltInVendor } from './built-in-vendor.ts';
import type { VendorContext } from './context.ts';
import { VendorPayloadError, VendorRefusedError, VendorUnavailableError } from './errors.ts';
import { createVendorHttp, type VendorHttp } from './http.ts';
import { readBackendEntry } from './options.ts';
import type { Vendor } from './port.ts';

/** What a package gets, so that it need not import anything from this service. */
export interface PackageContext extends VendorContext {
  readonly errors: typeof ERRORS;
  /** Requests with time limits and a circuit breaker of the vendor's own; `timeoutSeconds` bounds an exchange. */
  readonly createHttp: (timeoutSeconds: number) => VendorHttp;
  /**
   * A vendor of a built-in kind (`type`, by default as for an entry), to build on. Throws an error that names wrong
   * options.
   */
  readonly createBuiltIn: (options: Record<string, unknown>) => Vendor;
}

/** What an npm package exports as `createVendor` to be a back-end; throws when its options are not usable. */
export type VendorFactory = (
  name: string,
  options: Record<string, unknown>,
  context: PackageContext,
) => Vendor | Promise<Vendor>;

const ERRORS = { VendorUnavailableError, VendorRefusedError, VendorPayloadError };

/**
 * Loads the package `module` and makes its vendor; throws an error that names the package if it cannot.
 * `defaultPingInterval` in seconds.
 */
export async function createPackageVendor(
  name: string,
  { module, options }: { module: string; options: Record<string, unknown> },
  context: VendorContext,
  defaultPingInterval: number,
): Promise<Vendor> {
  const loaded = (await import(module).catch((cause: unknown) => {
    throw new Error(`${name}: the package "${module}" cannot be loaded`, { cause });
  })) as { createVendor?: unknown };
  if (typeof loaded.createVendor !== 'function') {
    throw new TypeError(`${name}: the package "${module}" exports no function createVendor`);
  }
  const createVendor = loaded.createVendor as VendorFactory;
  return createVendor(name, options, {
    ...context,
    errors: ERRORS,
    createHttp: (timeoutSeconds) => createVendorHttp(name, timeoutSeconds, context.onCallNews),
    createBuiltIn(builtInOptions) {
      const read = readBackendEntry(name, builtInOptions, defaultPingInterval);
      if ('problems' in read) throw new Error(read.problems.join('\n'));
      if (read.entry.kind === 'package') throw new Error(`${name}: a package cannot be built on a package`);
      return createBuiltInVendor(name, read.entry, context);
    },
  });
}
