import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../../dev/people.ts';
import { newLearner, PEOPLE, startApi, type Api } from '../harness.ts';

const TROUBLE = { name: 'Trouble', query: 'trouble=1&columns=status,heard' };

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** A course of its own, with two of its staff and an invigilator. */
function newCourse() {
  const course = `course-v1:Views+${crypto.randomUUID()}+2030`;
  const path = `/api/proctoring/v1/courses/${course}/views`;
  const [one, other] = [1, 2].map(() => ({ ...newLearner(), staffOf: [course] })) as [Person, Person];
  const invigilator: Person = { ...newLearner(), invigilates: [course] };
  return {
    people: { one, other, invigilator },
    path,
    read: async (as: Person) => (await api.callRoot('GET', path, { as })).body as { views: { id: number }[] },
    share: (as: Person, body: object) => api.callRoot('PUT', path, { as, body }),
    remove: (as: Person, id: number) => api.callRoot('DELETE', `${path}/${id}`, { as }),
  };
}

const refusal = (status: number, code: string) => ({ status, headers: { 'x-error-code': code } });

describe('the views of a course', () => {
  it('are seen by its team, with who shared them, and by nobody else', async () => {
    const { people, path, share, read } = newCourse();
    const { one, other, invigilator } = people;
    const shared = { ...TROUBLE, shared_by: [one.userId, one.username, one.name] };
    expect(await share(one, TROUBLE)).toMatchObject({ status: 200, body: shared });
    for (const each of [one, other, invigilator]) expect(await read(each)).toMatchObject({ views: [shared] });
    expect(await api.callRoot('GET', path, { as: newLearner() })).toMatchObject({ status: 403 });
  });

  it('are shared by staff alone', async () => {
    const { people, share, read } = newCourse();
    expect(await share(people.invigilator, TROUBLE)).toMatchObject(refusal(403, 'staff_only'));
    expect(await share(newCourse().people.one, TROUBLE)).toMatchObject(refusal(403, 'staff_only'));
    expect(await read(people.one)).toEqual({ views: [] });
  });

  it('are replaced and removed by who shared them and by global staff', async () => {
    const { people, share, read, remove } = newCourse();
    const { one, other } = people;
    await share(one, TROUBLE);
    await share(one, { ...TROUBLE, query: 'sort=end' });
    const { views } = await read(other);
    expect(views).toMatchObject([{ name: 'Trouble', query: 'sort=end' }]);
    const id = views[0]?.id ?? 0;
    expect(await share(other, TROUBLE)).toMatchObject(refusal(403, 'view_not_yours'));
    expect(await remove(other, id)).toMatchObject(refusal(403, 'view_not_yours'));
    expect(await remove(people.invigilator, id)).toMatchObject(refusal(403, 'staff_only'));
    expect(await read(one)).toEqual({ views });
    await share(PEOPLE.dora, TROUBLE);
    expect(await read(one)).toMatchObject({
      views: [{ id, query: TROUBLE.query, shared_by: [one.userId, one.username, one.name] }],
    });
    expect(await remove(PEOPLE.dora, id)).toMatchObject({ status: 200, body: { removed: true } });
    expect(await remove(one, id)).toMatchObject(refusal(404, 'view_not_found'));
    expect(await read(one)).toEqual({ views: [] });
  });

  it('of another course are unknown', async () => {
    const [ours, theirs] = [newCourse(), newCourse()];
    const { body } = await theirs.share(theirs.people.one, TROUBLE);
    const { id } = body as { id: number };
    expect(await ours.remove(ours.people.one, id)).toMatchObject(refusal(404, 'view_not_found'));
    expect(await ours.remove(PEOPLE.dora, id)).toMatchObject(refusal(404, 'view_not_found'));
    expect((await theirs.read(theirs.people.one)).views).toHaveLength(1);
  });

  it('are at most 30, and name nobody', async () => {
    const { people, share, read } = newCourse();
    for (let n = 0; n < 30; n += 1) await share(people.one, { name: `View ${n}`, query: '' });
    expect(await share(people.one, TROUBLE)).toMatchObject(refusal(409, 'too_many_views'));
    expect(await share(people.one, { name: 'View 7', query: 'sort=end' })).toMatchObject({ status: 200 });
    const wrong = [
      { name: ' ', query: '' },
      { name: 'Alice', query: 'q=alice' },
      { ...TROUBLE, colour: 'red' },
    ];
    for (const each of wrong) expect(await share(people.one, each)).toMatchObject({ status: 400 });
    expect((await read(people.one)).views).toHaveLength(30);
  });
});
