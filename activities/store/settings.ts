import type { Config } from '../../config.ts';
import type { RuleSettings } from '../../workflows/exam-attempt/rules/facts.ts';
import { DEFAULT_SETTINGS } from '../../workflows/exam-attempt/rules/facts.ts';
import { BackendNotConfiguredError } from '../vendors/errors.ts';
import type { VendorRegistry } from '../vendors/port.ts';

export interface SettingsSource {
  config: Pick<Config, 'flags' | 'switches'>;
  vendors: VendorRegistry;
}

/** The vendor of an exam, null for an exam without proctoring or one whose back-end is gone. */
export function vendorOf(vendors: VendorRegistry, backend: string | null) {
  if (backend === null) return null;
  try {
    return vendors.get(backend);
  } catch (error) {
    if (error instanceof BackendNotConfiguredError) return null;
    throw error;
  }
}

/** What the rules depend on, as it is set now. */
export function ruleSettings({ config, vendors }: SettingsSource, backend: string | null): RuleSettings {
  const vendor = vendorOf(vendors, backend);
  return {
    allowTimedOutState: config.flags.allowTimedOutState,
    requireFailureSecondReviews: config.flags.requireFailureSecondReviews,
    passingStatuses: vendor?.passingStatuses ?? DEFAULT_SETTINGS.passingStatuses,
    supportsOnboarding: vendor?.supportsOnboarding ?? false,
    pingFailurePassthrough:
      backend !== null && config.switches.has(`edx_proctoring.${backend}_ping_failure_passthrough`),
  };
}
