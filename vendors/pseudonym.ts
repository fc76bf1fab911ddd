import { createHmac } from 'node:crypto';

/**
 * The name by which a vendor knows a person: lower-case hex HMAC-SHA1 of the user id directly followed by the
 * back-end's name (vendors §2.3, rest-api §3.8), so that two vendors cannot match their records.
 */
export function pseudonymOf(key: string, userId: number, backend: string | null): string {
  return createHmac('sha1', key)
    .update(`${userId}${backend ?? ''}`)
    .digest('hex');
}
