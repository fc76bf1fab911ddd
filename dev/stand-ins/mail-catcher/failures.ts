import { z } from 'zod';

/**
 * How the catcher misbehaves. `refuse`: answers `status` to each recipient (5yz: for good, 4yz: for now); `slow`: takes
 * the email after `delay_ms`; `down`: closes each connection at once; `forgetful`: takes the email, then closes the
 * connection without an answer; `hold`: neither takes the email nor answers until `DELETE /api/held`; `hold-taken`: the
 * same, but takes it first.
 */
export const FAILURE = z.object({
  mode: z.enum(['none', 'refuse', 'slow', 'down', 'forgetful', 'hold', 'hold-taken']).default('none'),
  status: z.coerce.number().int().min(400).max(599).default(550),
  delay_ms: z.coerce.number().int().min(0).max(600_000).default(5_000),
});

export type Failure = z.output<typeof FAILURE>;
