import { z } from 'zod';
import { jsonOf } from '../answer-json.ts';
import { VendorRefusedError } from '../errors.ts';
import type { VendorAnswer } from '../http.ts';
import type { OnboardingProfile } from '../port.ts';

const profile = z
  .object({ user_id: z.string(), status: z.string(), expiration_date: z.string().nullish() })
  .transform(({ user_id: userId, status, expiration_date: expirationDate }): OnboardingProfile => ({
    userId,
    status,
    expirationDate: expirationDate ?? null,
  }));

const profiles = z.union([
  z.object({ results: z.array(profile) }).transform(({ results }) => results),
  profile.transform((only) => [only]),
]);

/** Reads one profile or a page of them (vendors §6.6); throws `VendorRefusedError` when the answer is neither. */
export function readOnboardingProfiles(vendor: string, answer: VendorAnswer): OnboardingProfile[] {
  const read = profiles.safeParse(jsonOf(answer));
  if (answer.status !== 200 || !read.success) {
    throw new VendorRefusedError(`${vendor}: onboarding profiles: answered ${answer.status} without profiles`);
  }
  return read.data;
}
