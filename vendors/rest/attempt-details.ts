import { z } from 'zod';

const details = z.object({
  download_url: z
    .url({ protocol: /^https?$/ })
    .nullish()
    .catch(null),
  instructions: z.array(z.string()).nullish().catch([]),
});

/**
 * Reads the vendor's answer about an attempt; missing or unusable parts are empty, and our own instructions take
 * precedence.
 */
export function readAttemptDetails(body: Record<string, unknown> | null, ownInstructions: readonly string[]) {
  const read = details.safeParse(body ?? {});
  const vendorInstructions = read.data?.instructions ?? [];
  return {
    downloadUrl: read.data?.download_url ?? null,
    instructions: ownInstructions.length > 0 ? [...ownInstructions] : vendorInstructions,
  };
}
