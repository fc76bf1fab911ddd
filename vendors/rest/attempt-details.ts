import { z } from 'zod';

const details = z.object({
  download_url: z
    .url({ protocol: /^https?$/ })
    .nullish()
    .catch(null),
  instructions: z.array(z.string()).nullish().catch([]),
});

/** Reads what the vendor says of an attempt; what is missing or unusable is empty, own instructions outrank its. */
export function attemptDetails(body: Record<string, unknown> | null, ownInstructions: readonly string[]) {
  const read = details.safeParse(body ?? {});
  const vendorInstructions = read.data?.instructions ?? [];
  return {
    downloadUrl: read.data?.download_url ?? null,
    instructions: ownInstructions.length > 0 ? [...ownInstructions] : vendorInstructions,
  };
}
