import { z } from 'zod';
import { REVIEW_STATUSES, type ReviewStatus } from '../rules/attempt/events.ts';

interface KindDefaults {
  verboseName: string;
  supportsOnboarding?: boolean;
  hasDashboard?: boolean;
  passingStatuses?: readonly ReviewStatus[];
}

/** The options that every kind of back-end has (vendors §2.1), with the defaults of the kind. */
export function defineCommonOptions({
  verboseName,
  supportsOnboarding = false,
  hasDashboard = false,
  passingStatuses = ['Clean', 'Rules Violation'],
}: KindDefaults) {
  return {
    verbose_name: z.string().min(1).default(verboseName),
    ping_interval: z
      .number()
      .int()
      .positive()
      .refine((seconds) => seconds % 2 === 0, "must be even: with an odd one the learner's page never pings"),
    heartbeat_window_seconds: z.number().positive().nullable().default(null),
    supports_onboarding: z.boolean().default(supportsOnboarding),
    start_requires_ready: z.boolean().default(false),
    has_dashboard: z.boolean().default(hasDashboard),
    passing_statuses: z
      .array(z.enum(REVIEW_STATUSES))
      .min(1)
      .default([...passingStatuses]),
    tech_support_email: z.string().default(''),
    tech_support_phone: z.string().default(''),
    learner_notification_from_email: z.string().default(''),
    integration_specific_email: z.string().nullable().default(null),
    help_center_article_url: z.string().default(''),
    javascript_url: z
      .string()
      .regex(/^(https?:\/\/|\/|$)/, 'must be an http(s) address or a path that begins with "/"')
      .default(''),
    desktop_application_url: z
      .url({ protocol: /^https?$/ })
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
    needs_oauth: z.boolean().optional(),
    LINK_URLS: z.looseObject({ contact: z.string().optional() }).default({}),
  };
}

/** The checked common options. */
export type CommonOptions = z.output<z.ZodObject<ReturnType<typeof defineCommonOptions>>>;
