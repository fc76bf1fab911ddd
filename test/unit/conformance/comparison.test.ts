import { describe, expect, it } from 'vitest';
import { differencesOf } from '../../conformance/runner/comparison.ts';

const LENIENT = { seconds: 20, strictTime: false };

describe('the comparison of answers', () => {
  it('names the path of every difference', () => {
    const expected = { status: 200, body: { a: [1, 2], b: null, gone: true } };
    const found = { status: 400, body: { a: [1], b: 0, extra: 'x' } };
    expect(differencesOf(expected, found, LENIENT)).toEqual([
      { path: '$.status', expected: 200, found: 400 },
      { path: '$.body.a.length', expected: 2, found: 1 },
      { path: '$.body.a[1]', expected: 2, found: '(absent)' },
      { path: '$.body.b', expected: null, found: 0 },
      { path: '$.body.gone', expected: true, found: '(absent)' },
      { path: '$.body.extra', expected: '(absent)', found: 'x' },
    ]);
  });

  it.each([
    ['<datetime:+10s>', '<datetime:+30s>', 0],
    ['<datetime:+10s>', '<datetime:+31s>', 1],
    ['until <secs:60>', 'until <secs:41>', 0],
    ['until <secs:60>', 'before <secs:60>', 1],
    ['<datetime:+10s|6|Z>', '<datetime:+10s>', 0],
  ])('takes %s for %s with %i differences', (expected, found, differences) => {
    expect(differencesOf(expected, found, LENIENT)).toHaveLength(differences);
  });

  it('looks at the style of times where that is asked for', () => {
    const strict = { seconds: 20, strictTime: true };
    expect(differencesOf('<datetime:+1s|6|Z>', '<datetime:+1s|0|Z>', strict)).toHaveLength(1);
    expect(differencesOf('<datetime:+1s|6|Z>', '<datetime:+2s|6|Z>', strict)).toEqual([]);
  });
});
