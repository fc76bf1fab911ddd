import type { z } from 'zod';
import type { Exam } from '../../db/exams.ts';
import { examTypeOf, vendorOf } from '../../vendors/exam-facts.ts';
import type { Vendor } from '../../vendors/port.ts';
import type { AppDeps } from '../app-deps.ts';
import type { examConfiguration } from '../schemas/console/settings.ts';
import { wireTimeOrNull } from '../wire/time.ts';

type Setting = z.output<typeof examConfiguration>['settings'][number];

function ofVendor(vendor: Vendor): Setting[] {
  const values = {
    heartbeat_window_seconds: vendor.heartbeatWindowSeconds,
    ping_interval_seconds: vendor.pingIntervalSeconds,
    start_requires_ready: vendor.startRequiresReady,
    supports_onboarding: vendor.supportsOnboarding,
    has_dashboard: vendor.hasDashboard,
    passing_statuses: vendor.passingStatuses.join(', '),
    tech_support_email: vendor.techSupportEmail || null,
    tech_support_phone: vendor.techSupportPhone || null,
  };
  return Object.entries(values).map(([name, value]) => ({ name, value, source: 'vendor' }));
}

/** Settings of the service that decide what becomes of an attempt; only those of proctoring need a provider. */
function ofService({ acts, flags }: AppDeps['config'], isProctored: boolean): Setting[] {
  const values = {
    undo_window_seconds: acts.undoWindowSeconds,
    pause_max_hours: acts.pauseMaxHours,
    ...(isProctored && {
      second_look_at_failing_reviews: flags.requireFailureSecondReviews,
      reviews_can_be_replaced: flags.allowReviewUpdates,
      viewable_past_due: flags.viewablePastDue,
    }),
  };
  return Object.entries(values).map(([name, value]) => ({ name, value, source: 'environment' }));
}

/** Everything that decides how an attempt on the exam goes, each with what sets it; `policy` is its review policy. */
export function effectiveSettings(deps: AppDeps, exam: Exam, policy: string | null): Setting[] {
  const vendor = vendorOf(deps.vendors, exam);
  const { defaultReviewPolicy } = deps.config.proctoring;
  const proctoring: Setting[] = [
    {
      name: 'backend',
      value: exam.backend || deps.vendors.defaultName,
      source: exam.backend ? 'exam' : 'default',
    },
    policy === null
      ? { name: 'review_policy', value: defaultReviewPolicy, source: 'environment' }
      : { name: 'review_policy', value: policy, source: 'policy' },
  ];
  return [
    { name: 'type', value: examTypeOf(deps.vendors, exam), source: 'exam' },
    { name: 'time_limit_minutes', value: exam.timeLimitMins, source: 'exam' },
    { name: 'due_at', value: wireTimeOrNull(exam.dueDate), source: 'exam' },
    { name: 'hide_after_due', value: exam.hideAfterDue, source: 'exam' },
    { name: 'is_active', value: exam.isActive, source: 'exam' },
    ...(exam.isProctored ? proctoring : []),
    ...(vendor ? ofVendor(vendor) : []),
    ...ofService(deps.config, exam.isProctored),
  ];
}
