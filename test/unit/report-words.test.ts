import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../api/report/words.ts';
import { EFFECT_KINDS } from '../../rules/attempt/effects.ts';
import { EVENT_NAMES } from '../../rules/attempt/events.ts';

describe.each(['en', 'de'] as const)('the report in %s', (language) => {
  const { named } = wordsOf(language);

  it('says everything that happens in words', () => {
    const happens = [...EVENT_NAMES, 'created', 'expire', 'pause-expire'].filter((name) => name !== 'ping');
    expect(happens.filter((name) => named('event', name) === name)).toEqual([]);
  });

  it('says everything that others are told in words', () => {
    expect(EFFECT_KINDS.filter((kind) => named('effect', kind) === kind)).toEqual([]);
  });
});
