import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildDescribedApp } from '../../../api/described-app.ts';
import { COURSE, PEOPLE, startApi, type Api, type Method } from '../harness.ts';

const OWN = '/api/proctoring/v1';
/** The script of a page, whose address pages may extend so that it is loaded anew. */
const isScript = (url: string) => url.endsWith('.js');
/** A provider of sign-ins sends people back with what it likes. */
const isWayBack = (url: string) => url.endsWith('/session/callback');

const described = await buildDescribedApp();
const routes = described.scopedRoutes.filter(
  ({ url, method, isHidden }) =>
    url.startsWith(OWN) && !isHidden && !isScript(url) && !isWayBack(url) && method !== 'HEAD',
);
await described.close();

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

it.each(
  routes.filter(({ method }) => method === 'GET').map(({ method, url }) => [`${method} ${url}`, method, url] as const),
)('%s refuses a parameter that it does not know', async (_, method, url) => {
  const address = url
    .replaceAll(/\(\^.*?\$\)/g, '')
    .replace(':course', COURSE)
    .replaceAll(/:\w+/g, '1');
  const answer = await api.callRoot(method as Method, `${address}?nonsense=1`, { as: PEOPLE.dora });
  expect([answer.status, answer.headers['x-error-code']]).toEqual([400, 'validation_failed']);
});
