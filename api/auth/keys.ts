import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Config } from '../../config.ts';

const ownSecret = randomBytes(32).toString('hex');

/** What our own signatures are made with; without a shared key they hold for this process alone. */
function signingSecret({ auth }: Pick<Config, 'auth'>): string {
  return auth.jwtSecretKey ?? ownSecret;
}

/** Keys made from the one shared secret, a different one for each purpose, so that none can stand in for another. */
export type KeyPurpose = 'vendor tokens' | 'csrf tokens' | 'exam cookie';

export function deriveKey(config: Pick<Config, 'auth'>, purpose: KeyPurpose): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', signingSecret(config), '', `durable-proctoring ${purpose}`, 32));
}

/** `value` with its signature behind a dot. */
export function sign(value: string, key: Uint8Array): string {
  return `${value}.${createHmac('sha256', key).update(value).digest('base64url')}`;
}

/** The value of a signed text; null when the signature is not ours. */
export function unsign(signed: string, key: Uint8Array): string | null {
  const dot = signed.lastIndexOf('.');
  if (dot < 1) return null;
  const value = signed.slice(0, dot);
  return areEqual(signed, sign(value, key)) ? value : null;
}

/** Compares in a time that tells nothing about where the texts differ. */
export function areEqual(one: string, other: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'comparison').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
