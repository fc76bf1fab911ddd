import { createBuiltInVendor } from './built-in-vendor.ts';
import { createVendorContext, type VendorConfig, type VendorContext } from './context.ts';
import { BackendNotConfiguredError } from './errors.ts';
import { GONE_VENDOR } from './gone-vendor.ts';
import { type BackendEntry, readBackendEntry } from './options.ts';
import { createPackageVendor } from './package-vendor.ts';
import { problemsOfTools, toolOf } from './lti/tool.ts';
import type { Vendor, VendorRegistry } from './port.ts';

/**
 * Makes one vendor per entry of `PROCTORING_BACKENDS`. Throws one error that names every unknown, missing or wrong
 * option of every entry, so that a process with a wrong configuration does not start. `now` in epoch milliseconds; `onCallNews` hears how each call of
 * a vendor went.
 */
export async function createVendorRegistry(
  config: VendorConfig,
  { now = Date.now, onCallNews = () => {} }: Partial<Pick<VendorContext, 'now' | 'onCallNews'>> = {},
): Promise<VendorRegistry> {
  const { pingIntervalSeconds: pingInterval } = config.proctoring;
  const { DEFAULT: defaultName, ...backends } = config.proctoring.backends;
  const problems: string[] = [];
  const entries = new Map<string, BackendEntry>();
  for (const [name, options] of Object.entries(backends)) {
    const read = readBackendEntry(name, options, pingInterval);
    if ('entry' in read) entries.set(name, read.entry);
    else problems.push(...read.problems);
  }
  // Without a key, anybody could derive the pseudonym from a user id.
  if (!config.isLocalStack && config.proctoring.obfuscationKey === '') {
    const needing = [...entries]
      .filter(([, { kind, options }]) => kind === 'rest' || kind === 'package' || (kind === 'lti' && 'tool' in options))
      .map(([name]) => name);
    if (needing.length > 0) problems.push(`PROCTORING_USER_OBFUSCATION_KEY is missing, for ${needing.join(', ')}`);
  }
  const tools = [...entries].flatMap(([name, entry]) => {
    const tool = entry.kind === 'lti' ? toolOf(name, entry.options) : null;
    return tool ? [tool] : [];
  });
  problems.push(...problemsOfTools(tools, config));
  if (typeof defaultName !== 'string') problems.push('DEFAULT is missing: it names one of the back-ends');
  else if (!Object.hasOwn(backends, defaultName)) problems.push(`DEFAULT names "${defaultName}", which has no entry`);
  if (typeof defaultName !== 'string' || problems.length > 0) {
    throw new Error(`PROCTORING_BACKENDS is not usable:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
  }

  const context = createVendorContext(config, { now, onCallNews });
  const vendors = new Map<string, Vendor>();
  for (const [name, entry] of entries) vendors.set(name, await createVendor(name, entry, context, pingInterval));
  return {
    defaultName,
    names: [...vendors.keys()],
    get(name) {
      const wanted = name || defaultName;
      const vendor = vendors.get(wanted);
      if (!vendor) throw new BackendNotConfiguredError(wanted);
      return vendor;
    },
    gone: GONE_VENDOR,
  };
}

async function createVendor(
  name: string,
  entry: BackendEntry,
  context: VendorContext,
  pingInterval: number,
): Promise<Vendor> {
  return entry.kind === 'package'
    ? createPackageVendor(name, entry, context, pingInterval)
    : createBuiltInVendor(name, entry, context);
}
