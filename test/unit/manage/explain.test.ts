import { expect, it } from 'vitest';
import { explain, reasonOf } from '../../../manage/explain.ts';
import { MissingEncryptionKeyError, NO_KEYS } from '../../../temporal/encryption/keys.ts';

it('an operator is told which key is missing, where callers of the API are told that changes cannot be made', () => {
  const missing = new Error('The answer cannot be read', { cause: new MissingEncryptionKeyError('0123abcd', NO_KEYS) });
  expect(reasonOf(missing)).toBe('temporal_unavailable');
  expect(explain(missing)).toContain('encrypted with key 0123abcd, but no key is set');
});
