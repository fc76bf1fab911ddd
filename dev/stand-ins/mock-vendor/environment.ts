import { z } from 'zod';

/** What the reviewers of the mock vendor can find; `silence`: they never answer. */
export const FINDINGS = ['clean', 'suspicious', 'violation', 'not_reviewed', 'silence'] as const;
export type Finding = (typeof FINDINGS)[number];

/** Environment of the mock vendor. */
export const MOCK_VENDOR_ENVIRONMENT = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(0),
  API_URL: z.url().describe('Service that is called back'),
  CLIENT_ID: z.string().min(1).describe('With CLIENT_SECRET: what the service presents to this vendor'),
  CLIENT_SECRET: z.string().min(1),
  CALLBACK_CLIENT_ID: z
    .string()
    .min(1)
    .optional()
    .describe('With CALLBACK_CLIENT_SECRET: what this vendor presents to the service; default: the same pair'),
  CALLBACK_CLIENT_SECRET: z.string().min(1).optional(),
  PUBLIC_URL: z.url().optional().describe('Where people reach this vendor; default: the address asked for'),
  READY_ON: z.enum(['registration', 'download']).default('registration').describe('What the ready callback follows'),
  READY_AFTER_MS: z.coerce.number().nonnegative().default(1500),
  REVIEW_AFTER_MS: z.coerce.number().nonnegative().default(3000),
  DEFAULT_OUTCOME: z.enum(FINDINGS).default('clean'),
  REVIEWER_EMAIL: z.string().default('').describe('Person who signs reviews; empty: automatic reviews'),
});

export type MockVendorEnvironment = z.output<typeof MOCK_VENDOR_ENVIRONMENT>;
