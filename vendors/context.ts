import type { Config } from '../config.ts';

/** The parts of the configuration that vendors need. */
export type VendorConfig = Pick<Config, 'api' | 'site' | 'proctoring' | 'flags' | 'isLocalStack'>;

/** What every adapter is given beside its own options. */
export interface VendorContext {
  /** Scheme and host that vendors call back, no trailing slash: our public address, else the LMS's. */
  readonly callbackOrigin: string;
  /** Key of the pseudonyms. */
  readonly obfuscationKey: string;
  /** Reviewer notes of an exam without a policy. */
  readonly defaultReviewPolicy: string;
  /** Read at each use, as the flag may be switched while the process runs. */
  readonly allowsCallbackSimulation: () => boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Gathers the context from the configuration; `now` is the clock of the process. */
export function createVendorContext(config: VendorConfig, now: () => number): VendorContext {
  return {
    callbackOrigin: (config.api.publicUrl ?? config.site.url).replace(/\/+$/, ''),
    obfuscationKey: config.proctoring.obfuscationKey,
    defaultReviewPolicy: config.proctoring.defaultReviewPolicy,
    allowsCallbackSimulation: () => config.flags.allowCallbackSimulation,
    now,
  };
}
