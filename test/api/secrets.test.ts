import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signToken } from '../../dev/people.ts';
import { until } from '../../dev/until.ts';
import { openProcessStand, type ProcessStand } from '../support/process-stand.ts';
import { startScriptedVendor, type ScriptedVendor } from '../support/scripted-vendor.ts';
import { writeSecretFiles, type SecretFiles } from '../support/secret-files.ts';
import { addExam, restVendorSettings } from '../support/service.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { newLearner } from './harness.ts';

const [OLD_KEY, NEW_KEY] = [
  'the old key of the platform, of 24 and more',
  'the new key of the platform, of 24 and more',
];
const backends = (client_secret: string) => restVendorSettings(vendor.url, { client_secret });

let vendor: ScriptedVendor;
let files: SecretFiles;
let stand: ProcessStand;
let processes: ServiceProcess[];
let url: string;

beforeAll(async () => {
  vendor = await startScriptedVendor();
  vendor.otherwise({ body: { id: 'vendor-attempt' } });
  files = await writeSecretFiles({ JWT_SECRET_KEY: OLD_KEY, ...backends('old secret') });
  stand = await openProcessStand({ SECRETS_REREAD_SECONDS: '0', ...files.settings });
  const worker = await stand.worker();
  const api = await stand.api();
  url = api.url;
  processes = [worker, api.api];
  await Promise.all(processes.map((process) => process.start()));
});
afterAll(async () => {
  await stand.close();
  await files.close();
  await vendor.close();
});

/** Begins an attempt at a proctored exam as a learner whose token is signed with the key; the status of the answer. */
async function begin(key: string): Promise<number> {
  const examId = await addExam(stand.service, { proctored: true, backend: 'rest' });
  const answer = await fetch(`${url}/api/edx_proctoring/v1/proctored_exam/attempt`, {
    method: 'POST',
    headers: { authorization: `JWT ${await signToken(newLearner(), key)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ exam_id: examId, attempt_proctored: 'true' }),
  });
  return answer.status;
}

/** Asks all processes to read again, and waits until each has written so many lines with the words. */
async function exchange(contents: Record<string, string>, words: string, times: number): Promise<void> {
  await files.exchange(contents);
  for (const process of processes) process.hangUp();
  const wrote = async (process: ServiceProcess) => (await process.log()).split(words).length > times;
  await until(async () => (await Promise.all(processes.map(wrote))).every(Boolean), words);
}

const secretsOfTokenRequests = () =>
  vendor
    .take()
    .filter(({ path }) => path.startsWith('/oauth2/'))
    .map(({ body }) => new URLSearchParams(body).get('client_secret'));

describe('API and worker, while they run', () => {
  it("take a new key of the LMS and a new secret of the vendor's, and keep what they have when one is not usable", async () => {
    expect(await begin(OLD_KEY)).toBe(200);
    expect(new Set(secretsOfTokenRequests())).toEqual(new Set(['old secret']));

    await exchange({ JWT_SECRET_KEY: NEW_KEY, ...backends('new secret') }, 'secrets were read again', 1);
    expect([await begin(OLD_KEY), await begin(NEW_KEY)]).toEqual([403, 200]);
    expect(new Set(secretsOfTokenRequests())).toEqual(new Set(['new secret']));

    await exchange({ JWT_SECRET_KEY: 'too short' }, 'cannot be used', 1);
    expect(await begin(NEW_KEY)).toBe(200);
    const logs = (await Promise.all(processes.map((process) => process.log()))).join('');
    expect(logs).not.toMatch(/too short|of the platform|(old|new) secret/);
  });
});
