import { z } from 'zod';
import { defineCommonOptions } from '../common-options.ts';

/** Options of a REST back-end (vendors §2.1, §6): the last one is our own. */
export const restOptions = z.strictObject({
  ...defineCommonOptions({
    verboseName: 'Unknown',
    supportsOnboarding: true,
    hasDashboard: true,
    passingStatuses: ['Clean'],
  }),
  base_url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
  token_expiration_time: z.number().positive().default(60),
  default_rules: z.record(z.string(), z.unknown()).optional(),
  proctoring_instructions: z.array(z.string()).default([]),
  timeout_seconds: z.number().positive().default(10),
});

export type RestOptions = z.output<typeof restOptions>;
