import type { Config } from '../../config.ts';
import type { RuleSettings } from '../../rules/attempt/facts.ts';
import { DEFAULT_SETTINGS } from '../../rules/attempt/facts.ts';
import type { ExamType } from '../../rules/exam.ts';
import { BackendNotConfiguredError } from '../../vendors/errors.ts';
import type { VendorRegistry } from '../../vendors/port.ts';

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

/** Whether lost pings change nothing on exams that name the back-end. */
export function passesPingFailures({ config }: Pick<SettingsSource, 'config'>, backend: string | null): boolean {
  return backend !== null && config.switches.has(`edx_proctoring.${backend}_ping_failure_passthrough`);
}

/** A back-end that is gone cannot tell what passes there: anything but a clean result is for a person to decide. */
const PASSING_WITHOUT_VENDOR: RuleSettings['passingStatuses'] = ['Clean'];

/**
 * What the rules depend on, as it is set now. `backend` and `type` are those that the attempt was registered with,
 * `backend` null for one without proctoring; `namedBackend` is what its exam names all the same, which is enough for the
 * switch.
 */
export function ruleSettings(
  { config, vendors }: SettingsSource,
  { backend, namedBackend, type }: { backend: string | null; namedBackend: string | null; type: ExamType },
): RuleSettings {
  const vendor = vendorOf(vendors, backend);
  const withoutVendor = backend === null ? DEFAULT_SETTINGS.passingStatuses : PASSING_WITHOUT_VENDOR;
  return {
    allowTimedOutState: config.flags.allowTimedOutState,
    requireFailureSecondReviews: config.flags.requireFailureSecondReviews,
    passingStatuses: vendor?.passingStatuses ?? withoutVendor,
    supportsOnboarding: type === 'onboarding',
    startRequiresReady: vendor?.startRequiresReady ?? false,
    pingFailurePassthrough: passesPingFailures({ config }, backend ?? namedBackend),
  };
}
