import { beforeAll, describe, expect, it } from 'vitest';

it('passes', () => expect(1).toBe(1));

describe('a group that cannot be prepared', () => {
  beforeAll(() => {
    throw new Error('no server');
  });
  it('never runs', () => expect(1).toBe(1));
});
