import { afterAll, beforeAll, expect, it } from 'vitest';
import { signToken, type Person } from '../../dev/people.ts';
import { until } from '../../dev/until.ts';
import { addSignedIn, KEY, openProcessStand, type ProcessStand } from '../support/process-stand.ts';
import { addPerson } from '../support/service.ts';

const RETIRER = 'retirement_worker';

let stand: ProcessStand;
let here: string;
let elsewhere: string;

beforeAll(async () => {
  stand = await openProcessStand({ RETIREMENT_SERVICE_WORKER_USERNAME: RETIRER });
  const apis = [await stand.api(), await stand.api()] as const;
  await Promise.all(apis.map(({ api }) => api.start()));
  [here, elsewhere] = [apis[0].url, apis[1].url];
});
afterAll(() => stand.close());

const headersOf = async (person: Person) => ({ authorization: `JWT ${await signToken(person, KEY)}` });

it('refuses a retired learner, at once where they were retired and within seconds in every other process', async () => {
  const { person, token } = await addSignedIn(stand.service);
  const ask = async (origin: string) => {
    const answer = await fetch(`${origin}/api/edx_proctoring/v1/proctored_exam/active_attempt`, {
      headers: { authorization: `JWT ${token}` },
    });
    await answer.arrayBuffer();
    return { status: answer.status, code: answer.headers.get('x-error-code') };
  };
  for (const origin of [here, elsewhere]) expect((await ask(origin)).status).toBe(200);

  const retirer = { username: RETIRER, userId: await addPerson(stand.service, RETIRER), name: '', email: '' };
  const retired = await fetch(`${here}/api/edx_proctoring/v1/retire_user/${person.userId}/`, {
    method: 'POST',
    headers: await headersOf(retirer),
  });
  expect(retired.status).toBe(204);

  const refused = { status: 403, code: 'account_retired' };
  expect(await ask(here)).toEqual(refused);
  await until(async () => (await ask(elsewhere)).status === 403, 'the other process refuses too', {
    everyMs: 200,
  });
  expect(await ask(elsewhere)).toEqual(refused);
});
