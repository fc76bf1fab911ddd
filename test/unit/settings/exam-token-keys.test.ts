import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../config.ts';
import { publicKeySetOf } from '../../../lms/exam-token-keys.ts';

const pemOf = (modulusLength: number) =>
  generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('the keys of exam access tokens', () => {
  it('are printed as a set for the LMS, the one that signs first, and never their private parts', async () => {
    const { auth } = readConfig({ EXAM_TOKEN_KEY: pemOf(2048), EXAM_TOKEN_KEY_PREVIOUS: pemOf(2048) });
    const { keys } = await publicKeySetOf(auth.examTokenKeys);
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      expect(key).toEqual({
        kty: 'RSA',
        n: expect.any(String),
        e: 'AQAB',
        kid: expect.any(String),
        use: 'sig',
        alg: 'RS512',
      });
    }
    expect(keys[0]?.kid).not.toBe(keys[1]?.kid);
  });

  it.each([
    ['no key at all', 'not a key'],
    ['one that is too short', pemOf(1024)],
  ])('are refused at the start: %s', (_, pem) => {
    expect(() => readConfig({ EXAM_TOKEN_KEY: pem })).toThrow(/EXAM_TOKEN_KEY/);
  });
});
