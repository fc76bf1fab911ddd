import { createHash, type KeyObject } from 'node:crypto';

/** The keys of what is kept in Temporal. */
export interface EncryptionKeys {
  /** Encrypts what is sent; null: it is sent as it is. */
  current: KeyObject | null;
  /** Decrypt, beside the current one, what was sent before, or what other processes send already. */
  previous: readonly KeyObject[];
}

export const NO_KEYS: EncryptionKeys = { current: null, previous: [] };

const ID_LENGTH = 16;
const ids = new WeakMap<KeyObject, string>();

/** The name of a key in what it has encrypted: half of a hash, which tells nothing of the key. */
export function keyIdOf(key: KeyObject): string {
  const known = ids.get(key);
  if (known !== undefined) return known;
  const id = createHash('sha256').update('payload key').update(key.export()).digest('hex').slice(0, ID_LENGTH);
  ids.set(key, id);
  return id;
}

/** All keys that decrypt, the current one first. */
export function readingKeys({ current, previous }: EncryptionKeys): readonly KeyObject[] {
  return current === null ? previous : [current, ...previous];
}

/**
 * Refuses to exchange keys under running processes in a way that leaves some unable to read what others write: the new
 * key has to be known before it is used, and the one in use has to stay known.
 */
export function requireRotation(before: EncryptionKeys, after: EncryptionKeys): void {
  const knows = (keys: EncryptionKeys, key: KeyObject | null) =>
    key === null || readingKeys(keys).some((each) => each.equals(key));
  if (!knows(before, after.current)) {
    throw new Error(
      'TEMPORAL_ENCRYPTION_KEY: the new key has to be in TEMPORAL_ENCRYPTION_KEY_PREVIOUS of all processes first',
    );
  }
  if (!knows(after, before.current)) {
    throw new Error('TEMPORAL_ENCRYPTION_KEY_PREVIOUS: the key that was in use is missing');
  }
}

/** Something in Temporal was encrypted with a key that this process does not have. */
export class MissingEncryptionKeyError extends Error {
  override name = 'MissingEncryptionKeyError';
  constructor(keyId: string, keys: EncryptionKeys) {
    const ours = readingKeys(keys).map(keyIdOf).join(', ');
    super(
      `What is kept in Temporal is encrypted with key ${keyId}, but ${ours === '' ? 'no key is set' : `the keys set are ${ours}`}. ` +
        'Set TEMPORAL_ENCRYPTION_KEY, or add the key to TEMPORAL_ENCRYPTION_KEY_PREVIOUS.',
    );
  }
}
