import type { Config } from '../../config.ts';
import type { RuleSettings } from '../../rules/attempt/facts.ts';
import { DEFAULT_SETTINGS } from '../../rules/attempt/facts.ts';
import type { ExamType } from '../../rules/exam.ts';
import { findVendor } from '../../vendors/find-vendor.ts';
import type { VendorRegistry } from '../../vendors/port.ts';

export interface SettingsSource {
  config: Pick<Config, 'flags' | 'switches' | 'acts' | 'settledAttemptDays'>;
  vendors: VendorRegistry;
}

/** Whether lost pings are ignored for exams that name the back-end. */
export function passesPingFailures({ config }: Pick<SettingsSource, 'config'>, backend: string | null): boolean {
  return backend !== null && config.switches.has(`edx_proctoring.${backend}_ping_failure_passthrough`);
}

/** A removed back-end cannot say what passes: a person must decide about anything but a clean result. */
const PASSING_WITHOUT_VENDOR: RuleSettings['passingStatuses'] = ['Clean'];

/**
 * The settings that the rules depend on, as they are now. `backend` and `type` are those with which the attempt was
 * registered; `backend` is null without proctoring. `namedBackend` is the one that the exam names anyway, which is enough
 * for the switch.
 */
export function toRuleSettings(
  { config, vendors }: SettingsSource,
  { backend, namedBackend, type }: { backend: string | null; namedBackend: string | null; type: ExamType },
): RuleSettings {
  const vendor = backend === null ? null : findVendor(vendors, backend);
  const withoutVendor = backend === null ? DEFAULT_SETTINGS.passingStatuses : PASSING_WITHOUT_VENDOR;
  return {
    allowTimedOutState: config.flags.allowTimedOutState,
    requireFailureSecondReviews: config.flags.requireFailureSecondReviews,
    passingStatuses: vendor?.passingStatuses ?? withoutVendor,
    supportsOnboarding: type === 'onboarding',
    startRequiresReady: vendor?.startRequiresReady ?? false,
    pingFailurePassthrough: passesPingFailures({ config }, backend ?? namedBackend),
    pauseMaxHours: config.acts.pauseMaxHours,
    settledAttemptDays: config.settledAttemptDays,
  };
}
