import { createSecretKey, randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { expect, test } from 'vitest';
import { createEncryptionCodec } from '../../../temporal/encryption/codec.ts';
import { keyIdOf, MissingEncryptionKeyError, NO_KEYS, type EncryptionKeys } from '../../../temporal/encryption/keys.ts';

const newKey = () => createSecretKey(randomBytes(32));
const [first, second] = [newKey(), newKey()];
const codecOf = (keys: EncryptionKeys) => createEncryptionCodec(() => keys);
const withFirst = codecOf({ current: first, previous: [] });
const rotated = codecOf({ current: second, previous: [first] });

const WORDS = 'course-v1:Demo+Proctoring+2030';
const payload: Payload = defaultPayloadConverter.toPayload({ courseId: WORDS });
const valueOf = (read: Payload | undefined) => defaultPayloadConverter.fromPayload(read ?? {});
const named = (encrypted: Payload | undefined, name: string) =>
  Buffer.from(encrypted?.metadata?.[name] ?? []).toString();

test('hides the value and its kind, and never makes the same bytes twice', async () => {
  const [one, other] = await withFirst.encode([payload, payload]);
  expect(Buffer.from(one?.data ?? []).includes(WORDS)).toBe(false);
  expect(Object.keys(one?.metadata ?? {}).toSorted()).toEqual(['encoding', 'encryption-key-id']);
  expect([named(one, 'encoding'), named(one, 'encryption-key-id')]).toEqual(['binary/encrypted', keyIdOf(first)]);
  expect(one?.data).not.toEqual(other?.data);
  expect((await withFirst.decode([one ?? {}, other ?? {}])).map(valueOf)).toEqual([
    { courseId: WORDS },
    { courseId: WORDS },
  ]);
});

test('the name of a key is stable and tells nothing of the key', () => {
  const known = createSecretKey(Buffer.alloc(32, 7));
  expect(keyIdOf(known)).toBe(keyIdOf(createSecretKey(Buffer.alloc(32, 7))));
  expect(keyIdOf(known)).toMatch(/^[\da-f]{16}$/);
  expect(Buffer.alloc(32, 7).toString('hex')).not.toContain(keyIdOf(known));
});

test('after a rotation the new key encrypts, and both decrypt', async () => {
  const [before] = await withFirst.encode([payload]);
  const [after] = await rotated.encode([payload]);
  expect(named(after, 'encryption-key-id')).toBe(keyIdOf(second));
  expect((await rotated.decode([before ?? {}, after ?? {}])).map(valueOf)).toEqual([
    { courseId: WORDS },
    { courseId: WORDS },
  ]);
});

test('before a rotation a process that was only told of the next key reads what the others send', async () => {
  const [after] = await rotated.encode([payload]);
  const told = codecOf({ current: first, previous: [second] });
  expect((await told.decode([after ?? {}])).map(valueOf)).toEqual([{ courseId: WORDS }]);
});

test('reads what was kept before there was a key, and encrypts nothing without one', async () => {
  expect(await withFirst.decode([payload])).toEqual([payload]);
  expect(await codecOf(NO_KEYS).encode([payload])).toEqual([payload]);
});

test.each([
  { name: 'no key', keys: NO_KEYS, says: 'no key is set' },
  { name: 'another key', keys: { current: second, previous: [] }, says: `the keys set are ${keyIdOf(second)}` },
])('names the key that is missing when there is $name', async ({ keys, says }) => {
  const decoded = codecOf(keys).decode(await withFirst.encode([payload]));
  await expect(decoded).rejects.toThrow(MissingEncryptionKeyError);
  await expect(decoded).rejects.toThrow(`encrypted with key ${keyIdOf(first)}, but ${says}`);
});

test.each([
  { name: 'one changed bit', change: (bytes: Buffer) => bytes.fill((bytes[20] ?? 0) ^ 1, 20, 21) },
  { name: 'a missing end', change: (bytes: Buffer) => bytes.subarray(0, -1) },
  { name: 'nothing in it', change: () => Buffer.alloc(0) },
])('passes on as it is what has $name, so that one made-up message stops no workflow', async ({ change }) => {
  const [encrypted] = await withFirst.encode([payload]);
  const forged = { ...encrypted, data: change(Buffer.from(encrypted?.data ?? [])) };
  expect(await withFirst.decode([forged])).toEqual([forged]);
});

test('a payload cannot be passed off as one of another key', async () => {
  const [encrypted] = await withFirst.encode([payload]);
  const renamed = {
    ...encrypted,
    metadata: { ...encrypted?.metadata, 'encryption-key-id': Buffer.from(keyIdOf(second)) },
  };
  expect(await rotated.decode([renamed])).toEqual([renamed]);
});
