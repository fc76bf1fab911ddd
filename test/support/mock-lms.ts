import type { AddressInfo } from 'node:net';
import { WEBHOOK_PATH } from '../../lms/contract.ts';
import { buildMockLms, type MockLmsOptions } from '../../dev/stand-ins/mock-lms/build-mock-lms.ts';
import type { FAILURE } from '../../dev/stand-ins/mock-lms/failures.ts';
import type { Report } from '../../dev/stand-ins/mock-lms/page.ts';
import type { z } from 'zod';

export const LMS_TOKEN = 'lms-token-of-the-tests';
export const LMS_SECRET = `whsec_${Buffer.from('a webhook secret of the tests').toString('base64')}`;

export interface RunningMockLms {
  url: string;
  webhookUrl: string;
  received(): Promise<Report>;
  /** Makes it misbehave; `{}` ends that. */
  fail(failure: z.input<typeof FAILURE>): Promise<void>;
  close(): Promise<void>;
}

/** Starts the mock LMS on a free port. */
export async function startMockLms(options: Partial<MockLmsOptions> = {}): Promise<RunningMockLms> {
  const app = buildMockLms({ token: LMS_TOKEN, secret: LMS_SECRET, ...options });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    webhookUrl: url + WEBHOOK_PATH,
    async received() {
      const response = await fetch(`${url}/api/received`);
      return (await response.json()) as Report;
    },
    async fail(failure) {
      const response = await fetch(`${url}/api/failure`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(failure),
      });
      if (!response.ok) throw new Error(`The mock LMS refused the failure: ${await response.text()}`);
    },
    close: () => app.close(),
  };
}
