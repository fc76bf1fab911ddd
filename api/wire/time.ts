/** An instant as the wire has it: ISO 8601 in UTC, with six fraction digits when it is not a whole second. */
export function wireTime(milliseconds: number): string {
  const [seconds, fraction] = new Date(milliseconds).toISOString().slice(0, -1).split('.');
  return fraction === '000' ? `${seconds}Z` : `${seconds}.${fraction}000Z`;
}

export function wireTimeOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : wireTime(milliseconds);
}

/** The same instant with a numeric zone, as `onboarding_release_date` has it (rest-api §2.5). */
export function wireTimeWithOffset(milliseconds: number): string {
  return `${wireTime(milliseconds).slice(0, -1)}+00:00`;
}
