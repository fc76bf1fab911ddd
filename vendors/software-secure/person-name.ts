/** Splits a full name at its first space, as SoftwareSecure expects it (vendors §4.2). */
export function splitFullName(fullName: string): { firstName: string; lastName: string } {
  const space = fullName.indexOf(' ');
  if (space === -1) return { firstName: fullName, lastName: '' };
  return { firstName: fullName.slice(0, space), lastName: fullName.slice(space + 1) };
}
