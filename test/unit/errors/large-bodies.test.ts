// A client that still sends must not lose its answer because the connection was closed under it.
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildDescribedApp } from '../../../api/described-app.ts';

let app: Awaited<ReturnType<typeof buildDescribedApp>>;
beforeAll(async () => {
  app = await buildDescribedApp();
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

it.each(['/oauth2/access_token', '/api/edx_proctoring/proctoring_review_callback/'])(
  'a body that is far too large for %s is answered, and the connection stays',
  async (path) => {
    const { port } = app.server.address() as AddressInfo;
    const body = Buffer.alloc(8 * 1024 * 1024, ' ');
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
    expect(answer.status).toBe(413);
    expect(answer.headers.get('connection')).not.toBe('close');
    expect(await answer.json()).toEqual({ detail: expect.any(String) });
  },
);
