import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Config } from '../../config.ts';
import { remade } from './remade.ts';

const ownSecret = randomBytes(32).toString('hex');

/** Keys made from one secret, a different one for each purpose, so that none can stand in for another. */
export type KeyPurpose = 'vendor tokens' | 'csrf tokens' | 'exam cookie' | 'console sessions' | 'sign-ins under way';

/** Keys for one purpose, to be read at each use: a signature by any of them is ours, and the newest one signs. */
export interface PurposeKeys {
  readonly newest: Uint8Array;
  readonly all: readonly Uint8Array[];
}

/** Derives the keys of a purpose; without a secret, as on the local stack, they hold for this process alone. */
export function deriveKeys({ auth }: Pick<Config, 'auth'>, purpose: KeyPurpose): PurposeKeys {
  const derive = (secret: string) =>
    new Uint8Array(hkdfSync('sha256', secret, '', `durable-proctoring ${purpose}`, 32));
  const present = remade(
    () => auth.serviceSecrets,
    ([secret = ownSecret, ...older]) => {
      const newest = derive(secret);
      return { newest, all: [newest, ...older.map(derive)] };
    },
  );
  return {
    get newest() {
      return present().newest;
    },
    get all() {
      return present().all;
    },
  };
}

const signatureOf = (value: string, key: Uint8Array) => createHmac('sha256', key).update(value).digest('base64url');

/** `value`, a dot, and its signature by the newest key. */
export function sign(value: string, { newest }: PurposeKeys): string {
  return `${value}.${signatureOf(value, newest)}`;
}

/** The value of a signed text; null when the signature is not ours. */
export function unsign(signed: string, { all }: PurposeKeys): string | null {
  const dot = signed.lastIndexOf('.');
  if (dot < 1) return null;
  const [value, signature] = [signed.slice(0, dot), signed.slice(dot + 1)];
  return all.some((key) => areEqual(signature, signatureOf(value, key))) ? value : null;
}

/** Compares in a time that does not reveal where the texts differ. */
export function areEqual(one: string, other: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'comparison').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
