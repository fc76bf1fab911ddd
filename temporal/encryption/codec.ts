import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { keyIdOf, MissingEncryptionKeyError, readingKeys, type EncryptionKeys } from './keys.ts';

const { Payload: Message } = proto.temporal.api.common.v1;

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The marks of an encrypted payload, by the names that Temporal's own samples give them. */
const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';

const words = new TextDecoder();
const textOf = (bytes: Uint8Array | null | undefined) => (bytes ? words.decode(bytes) : '');

function encrypt(payload: Payload, key: KeyObject): Payload {
  const keyId = Buffer.from(keyIdOf(key));
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(keyId);
  const hidden = cipher.update(Message.encode(payload).finish());
  return {
    metadata: { encoding: Buffer.from(ENCODING), [KEY_ID]: keyId },
    data: Buffer.concat([nonce, hidden, cipher.final(), cipher.getAuthTag()]),
  };
}

function decrypt({ metadata, data }: Payload, key: KeyObject): Payload {
  const bytes = data ?? new Uint8Array();
  const end = bytes.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(metadata?.[KEY_ID] ?? new Uint8Array()).setAuthTag(bytes.subarray(end));
  return Message.decode(Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, end)), decipher.final()]));
}

function read(payload: Payload, keys: EncryptionKeys): Payload {
  if (textOf(payload.metadata?.['encoding']) !== ENCODING) return payload;
  const keyId = textOf(payload.metadata?.[KEY_ID]);
  const key = readingKeys(keys).find((each) => keyIdOf(each) === keyId);
  if (key === undefined) throw new MissingEncryptionKeyError(keyId, keys);
  try {
    return decrypt(payload, key);
  } catch {
    // Bytes that somebody made up must not stop an attempt for ever: they go on as what the converter cannot read.
    return payload;
  }
}

/**
 * Encrypts each payload as a whole with AES-256-GCM, and decrypts what was encrypted with any of the keys; what is not
 * encrypted, such as what was kept before there was a key, is read as it is. The keys are looked up at each use.
 * Decoding throws a `MissingEncryptionKeyError` for a key that is not among them.
 */
export function createEncryptionCodec(keys: () => EncryptionKeys): PayloadCodec {
  return {
    async encode(payloads) {
      const { current } = keys();
      return current === null ? payloads : payloads.map((payload) => encrypt(payload, current));
    },
    decode: async (payloads) => payloads.map((payload) => read(payload, keys())),
  };
}
