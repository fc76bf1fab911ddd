import type { Config } from '../config.ts';
import type { OnCallNews } from './health.ts';

/** The parts of the configuration that vendors need. */
export type VendorConfig = Pick<Config, 'api' | 'site' | 'proctoring' | 'flags' | 'isLocalStack'>;

/** What every adapter gets besides its own options. */
export interface VendorContext {
  /** Scheme and host at which vendors call back, no trailing slash: our public address, else the LMS's. */
  readonly callbackOrigin: string;
  /** Key of the pseudonyms. */
  readonly obfuscationKey: string;
  /** Notes for reviewers of an exam without a policy. */
  readonly defaultReviewPolicy: string;
  /** Read at each use, because the flag can be switched while the process is running. */
  readonly allowsCallbackSimulation: () => boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Hears how each call went. */
  readonly onCallNews: OnCallNews;
}

/** Gathers the context from the configuration; `now` is the clock of the process. */
export function createVendorContext(
  config: VendorConfig,
  { now, onCallNews }: Pick<VendorContext, 'now' | 'onCallNews'>,
): VendorContext {
  return {
    callbackOrigin: (config.api.publicUrl ?? config.site.url).replace(/\/+$/, ''),
    obfuscationKey: config.proctoring.obfuscationKey,
    defaultReviewPolicy: config.proctoring.defaultReviewPolicy,
    allowsCallbackSimulation: () => config.flags.allowCallbackSimulation,
    now,
    onCallNews,
  };
}
