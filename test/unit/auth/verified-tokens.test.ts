import { describe, expect, it } from 'vitest';
import { rememberVerified } from '../../../api/auth/verified-tokens.ts';

/** A check of tokens that counts, with keys and a clock that a test can change. */
function createCheck() {
  const state = { now: 0, checked: [] as string[], isCurrent: true, refuses: false };
  const verify = rememberVerified(
    async (token) => {
      state.checked.push(token);
      if (state.refuses) throw new Error('refused');
      return { claims: { of: token }, expiresAt: 60, isCurrent: () => state.isCurrent };
    },
    () => state.now,
  );
  return { state, verify };
}

describe('a verified token', () => {
  it('is not checked again, and says nothing about another one', async () => {
    const { state, verify } = createCheck();
    for (const token of ['one', 'two', 'one', 'two', 'one']) expect(await verify(token)).toEqual({ of: token });
    expect(state.checked).toEqual(['one', 'two']);
  });

  it('is checked again from the second at which it expires', async () => {
    const { state, verify } = createCheck();
    await verify('one');
    state.now = 59_999;
    await verify('one');
    expect(state.checked).toHaveLength(1);
    state.now = 60_000;
    state.refuses = true;
    await expect(verify('one')).rejects.toThrow('refused');
  });

  it('is checked again when the keys have changed', async () => {
    const { state, verify } = createCheck();
    await verify('one');
    [state.isCurrent, state.refuses] = [false, true];
    await expect(verify('one')).rejects.toThrow('refused');
  });

  it('is not known by a refusal that came before', async () => {
    const { state, verify } = createCheck();
    state.refuses = true;
    await expect(verify('one')).rejects.toThrow('refused');
    state.refuses = false;
    expect(await verify('one')).toEqual({ of: 'one' });
  });

  it('is forgotten when 20,000 others have come since', async () => {
    const { state, verify } = createCheck();
    await verify('one');
    for (let number = 0; number < 20_000; number += 1) await verify(`other ${number}`);
    state.checked = [];
    await verify('other 19999');
    expect(state.checked).toEqual([]);
    await verify('one');
    expect(state.checked).toEqual(['one']);
  });

  it('is not remembered when it is longer than real ones', async () => {
    const { state, verify } = createCheck();
    const long = 'x'.repeat(4_001);
    await verify(long);
    await verify(long);
    expect(state.checked).toHaveLength(2);
  });
});
