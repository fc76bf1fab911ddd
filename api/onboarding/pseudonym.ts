import { createHmac } from 'node:crypto';
import type { Config } from '../../config.ts';

/** The name that a back-end knows a person by: HMAC-SHA1 over the user id and the back-end's name (rest-api §3.8). */
export function pseudonymFor(config: Pick<Config, 'proctoring'>, backend: string): (userId: number) => string {
  return (userId) => createHmac('sha1', config.proctoring.obfuscationKey).update(`${userId}${backend}`).digest('hex');
}
