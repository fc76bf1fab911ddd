import { describe, expect, it } from 'vitest';
import { BegunTries } from '../../../activities/effects/begun-tries.ts';
import { createPromptTries, postponementFor, tryOrPutOff } from '../../../activities/effects/prompt-tries.ts';
import { headOf } from '../../../activities/effects/first-tries.ts';
import type { BegunTry } from '../../../db/effects.ts';
import type { Effect } from '../../../rules/attempt/effects.ts';

const begun = (key: string) => ({ key, number: 1 }) as BegunTry;

describe('first tries that began with their change', () => {
  it('are taken over once, by whoever carries them out', () => {
    const tries = new BegunTries();
    tries.keep([begun('A/1/send-mail'), begun('A/1/stop-at-vendor')]);
    expect(tries.take(['A/1/stop-at-vendor', 'A/1/complete-unit']).map(({ key }) => key)).toEqual([
      'A/1/stop-at-vendor',
    ]);
    expect(tries.take(['A/1/stop-at-vendor'])).toEqual([]);
    expect(tries.take(['A/1/send-mail'])).toHaveLength(1);
  });

  it('are taken back if they are not made, and not if they fail', async () => {
    let takenBack = 0;
    const putOff = async () => {
      takenBack += 1;
    };
    const tryPromptly = createPromptTries('vendor', 50);
    const failing = tryOrPutOff(tryPromptly, () => Promise.reject(new Error('answered 503')), putOff);
    await expect(failing).rejects.toThrow('answered 503');
    expect(takenBack).toBe(0);
    const unmade = tryOrPutOff(tryPromptly, () => Promise.resolve(), putOff);
    await expect(unmade).rejects.toThrow(postponementFor('The vendor was not well just now').message);
    expect(takenBack).toBe(1);
  });

  it('are those at the head of a lane: the announcements before anything that is sent alone', () => {
    const planned = (...kinds: Effect['kind'][]) => kinds.map((kind) => ({ effect: { kind } as Effect }));
    const kindsOf = (...effects: Effect['kind'][]) =>
      headOf(planned(...effects), 'lms').map(({ effect }) => effect.kind);
    expect(kindsOf('complete-unit', 'stop-at-vendor', 'set-credit', 'override-grade', 'track')).toEqual([
      'complete-unit',
      'set-credit',
    ]);
    expect(kindsOf('override-grade', 'track')).toEqual(['override-grade']);
    expect(kindsOf('send-mail')).toEqual([]);
  });
});
