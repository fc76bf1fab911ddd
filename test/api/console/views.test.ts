import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../../dev/people.ts';
import { newLearner, startApi, type Api } from '../harness.ts';

const PATH = '/api/proctoring/v1/me/views';
const TROUBLE = { name: 'Trouble', query: 'trouble=1&columns=status,heard' };
const BY_END = { name: 'By end', query: 'sort=end' };

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const read = async (as: Person) => (await api.callRoot('GET', PATH, { as })).body;
const save = (as: Person, views: object[]) => api.callRoot('PUT', PATH, { as, body: { views } });

describe('the views of boards', () => {
  it('are those of the person who saved them, in their order', async () => {
    const [one, other] = [newLearner(), newLearner()];
    expect(await read(one)).toEqual({ views: [] });
    expect(await save(one, [TROUBLE, BY_END])).toMatchObject({ status: 200, body: { views: [TROUBLE, BY_END] } });
    expect(await read(one)).toEqual({ views: [TROUBLE, BY_END] });
    expect(await read(other)).toEqual({ views: [] });
    await save(one, [BY_END]);
    expect(await read(one)).toEqual({ views: [BY_END] });
  });

  it('are bounded, have names of their own, and name nobody', async () => {
    const person = newLearner();
    const many = Array.from({ length: 31 }, (_, n) => ({ name: `View ${n}`, query: '' }));
    const refused = [
      many,
      [TROUBLE, TROUBLE],
      [{ name: ' ', query: '' }],
      [{ name: 'Long', query: 'x'.repeat(501) }],
      [{ name: 'Alice', query: 'q=alice' }],
    ];
    for (const views of refused) expect(await save(person, views)).toMatchObject({ status: 400 });
    expect(await read(person)).toEqual({ views: [] });
  });
});
