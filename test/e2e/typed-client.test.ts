import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { createProctoringClient } from '../../clients/typescript/client.ts';
import { signToken } from '../../dev/people.ts';
import { addExam, KEY, newLearner, startApi } from '../api/harness.ts';

const EXAMPLE = join(import.meta.dirname, '../../examples/take-an-exam.ts');

it('an exam is taken with the typed client, as the example does it', async () => {
  const api = await startApi();
  onTestFinished(() => api.close());
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = api.app.server.address() as AddressInfo;
  const env = {
    ...process.env,
    PROCTORING_URL: `http://127.0.0.1:${port}`,
    TOKEN: await signToken(newLearner(), KEY),
    EXAM_ID: String(await addExam(api, { time_limit_mins: 90 })),
  };
  const child = spawn(process.execPath, [EXAMPLE], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = await Promise.all([text(child.stdout), once(child, 'close')]);
  expect(printed.trim().split('\n')).toEqual([expect.stringMatching(/^started (89|90) minutes left$/), 'submitted']);
});

it('the typed client tries again what passes, with the same key, and nothing else', async () => {
  const seen: { key: unknown; body: string }[] = [];
  const statuses = [503, 429, 200, 400];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      seen.push({ key: request.headers['idempotency-key'], body });
      const headers = { 'content-type': 'application/json', 'retry-after': '0' };
      return response.writeHead(statuses[seen.length - 1] ?? 500, headers).end('{"detail": "told"}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createProctoringClient({ baseUrl, token: () => 'a-token', pauses: [1, 1, 1] });
  const call = () =>
    client.PUT('/api/edx_proctoring/v1/proctored_exam/attempt/{attempt_id}', {
      params: { path: { attempt_id: '1' } },
      body: { action: 'submit' },
    });
  expect((await call()).response.status).toBe(200);
  expect(await call()).toMatchObject({ error: { detail: 'told' }, response: { status: 400 } });
  expect(seen.map(({ body }) => body)).toEqual(Array.from({ length: 4 }, () => '{"action":"submit"}'));
  const [first, second, third, other] = seen.map(({ key }) => key);
  expect([second, third]).toEqual([first, first]);
  expect(other).not.toBe(first);
});
