import { generateKeyPairSync, type KeyObject } from 'node:crypto';

const MODULUS_BITS = 2048;

/** The private keys of the settings. Without any, the local stack makes one that holds for this process alone. */
export function ownKeys(keys: readonly KeyObject[], isLocalStack: boolean): readonly KeyObject[] {
  if (keys.length > 0 || !isLocalStack) return keys;
  return [generateKeyPairSync('rsa', { modulusLength: MODULUS_BITS }).privateKey];
}
