/**
 * An attempt code made from the hexadecimal digits of a digest; like all others, an upper-case UUID of version 4. The
 * same cause always gives the same code, and so the same attempt. Needs at least 32 digits.
 */
export function attemptCodeFrom(digest: string): string {
  const variant = ((parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const last = `${variant}${digest.slice(17, 20)}`;
  const groups = [digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`, last, digest.slice(20, 32)];
  return groups.join('-').toUpperCase();
}
