import { createHmac } from 'node:crypto';

/**
 * The name a vendor knows a person by: lower-case hex HMAC-SHA1 of the user id directly followed by the back-end's name
 * (vendors §2.3), so that two vendors cannot match their records.
 */
export function obscuredUserId(key: string, userId: number, backend: string | null): string {
  return createHmac('sha1', key)
    .update(`${userId}${backend ?? ''}`)
    .digest('hex');
}
