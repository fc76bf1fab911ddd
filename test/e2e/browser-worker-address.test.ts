import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowserWorkerStand, type BrowserWorkerStand } from '../support/browser-worker-stand.ts';

let stand: BrowserWorkerStand;

beforeAll(async () => {
  stand = await openBrowserWorkerStand();
});
afterAll(() => stand.close());

describe('the address of the browser worker', () => {
  it('serves a script that every origin may load and browsers keep', async () => {
    const answer = await fetch(stand.workerOf('watched'), { headers: { origin: 'https://learning.example' } });
    const { headers } = answer;
    expect({
      status: answer.status,
      type: headers.get('content-type'),
      origin: headers.get('access-control-allow-origin'),
      policy: headers.get('cross-origin-resource-policy'),
      cache: headers.get('cache-control'),
      source: (await answer.text()).includes(`{"url":"${stand.vendorUrl}/desktop"}`),
    }).toEqual({
      status: 200,
      type: 'text/javascript; charset=utf-8',
      origin: '*',
      policy: 'cross-origin',
      cache: 'public, max-age=600',
      source: true,
    });
    const again = await fetch(stand.workerOf('watched'), { headers: { 'if-none-match': headers.get('etag') ?? '' } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it("is the vendor's own script where that is configured, and empty without an application", () => {
    expect([stand.workerOf('own'), stand.workerOf('without'), stand.workerOf('watched')]).toEqual([
      `${stand.apiUrl}/own.js`,
      '',
      `${stand.apiUrl}/api/proctoring/v1/browser-worker/watched.js`,
    ]);
  });

  it('answers 404 for a back-end without an application, or none at all', async () => {
    const statuses = ['without', 'nobody', 'constructor', 'DEFAULT'].map(
      async (name) => (await fetch(`${stand.apiUrl}/api/proctoring/v1/browser-worker/${name}.js`)).status,
    );
    expect(await Promise.all(statuses)).toEqual([404, 404, 404, 404]);
  });
});
