import { expect, test } from 'vitest';
import { SCOPES } from '../../../api/permissions/scopes.ts';
import { buildDescribedApp } from '../../../api/described-app.ts';

test('every route has one scope, and every scope has a route', async () => {
  const app = await buildDescribedApp();
  const scopes = app.scopedRoutes.map(({ scope }) => scope);
  const addresses = app.scopedRoutes.map(({ method, url }) => `${method} ${url}`);
  await app.close();
  expect(new Set(scopes)).toEqual(new Set(Object.keys(SCOPES)));
  expect(new Set(addresses).size).toBe(addresses.length);
});

test('HEAD and the forms of an address that are not documented have the scope of the documented one', async () => {
  const app = await buildDescribedApp();
  const routes = app.scopedRoutes;
  await app.close();
  const scopeOf = (method: string, url: string) =>
    routes.find((route) => route.method === method && route.url === url)?.scope;
  for (const { url, scope } of routes.filter(({ method }) => method === 'GET')) {
    // A GET with a body and a stream have no HEAD: that answers 405.
    if (!/\/(active_exams_for_user|events)$/.test(url)) expect(scopeOf('HEAD', url), url).toBe(scope);
  }
  for (const { method, url, scope } of routes.filter(({ url: each }) => each.includes('/:org/:number/:run')))
    if (!url.endsWith('bulk_allowance'))
      expect(scope, url).toBe(scopeOf(method, url.replace('/:org/:number/:run', '/:course')));
  expect(routes.filter(({ method, scope }) => method === 'OPTIONS' && scope !== 'anyone')).toEqual([]);
});
