import { VendorRefusedError } from '../errors.ts';
import type { VendorAttempt } from '../port.ts';

export const CONFIG_PATH = '/api/v1/config/';

/** Where an exam is saved; it is created if the vendor has no id for it yet (vendors §6.1). */
export function examPathOf(externalId: string | null): string {
  return externalId ? `/api/v1/exam/${encodeSegment(externalId)}/` : '/api/v1/exam/';
}

/** Where attempts are registered; an exam that the vendor never received has `None` in its path, as in the original. */
export function attemptsPathOf(examExternalId: string | null): string {
  return `/api/v1/exam/${encodeSegment(examExternalId || 'None')}/attempt/`;
}

/** One attempt, null if the vendor never had it. */
export function attemptPathOf({ examExternalId, attemptExternalId }: VendorAttempt): string | null {
  return attemptExternalId ? `${attemptsPathOf(examExternalId)}${encodeSegment(attemptExternalId)}/` : null;
}

export function userPathOf(pseudonym: string): string {
  return `/api/v1/user/${encodeSegment(pseudonym)}/`;
}

export function onboardingPathOf(courseId: string, query: Record<string, string>): string {
  return `/api/v1/courses/${encodeSegment(courseId)}/onboarding_statuses?${new URLSearchParams(query).toString()}`;
}

export function instructorPathOf(clientId: string, token: string): string {
  return `/api/v1/instructor/${encodeSegment(clientId)}/?jwt=${token}`;
}

/** Encodes an id as one path encodeSegment; characters of course keys that are allowed in a encodeSegment stay as they are. */
function encodeSegment(id: string): string {
  if (id === '.' || id === '..') throw new VendorRefusedError('An id that is a path cannot be sent to the vendor');
  return encodeURIComponent(id).replaceAll(/%(3A|2B|40|2C|3B|3D|24|26)/g, decodeURIComponent);
}
