import { freePort } from '../../dev/ports.ts';
import { addSignedIn, openProcessStand, type ProcessStand } from './process-stand.ts';
import { scrapeText } from './scraped.ts';
import { startScriptedVendor } from './scripted-vendor.ts';
import { addExam, restVendorSettings } from './service.ts';

const EXAMS = '/api/edx_proctoring/v1/proctored_exam';

/** An API and a worker as processes of their own that serve their metrics. */
export interface MeasuredStand {
  stand: ProcessStand;
  /** What all of them show now. */
  scrapeAll(): Promise<string>;
  /** Takes a timed and a proctored exam over HTTP; answers who did. */
  takeExams(): Promise<{ username: string; attemptIds: number[] }>;
  close(): Promise<void>;
}

/** Starts them, before a vendor that takes everything. */
export async function startMeasuredStand(): Promise<MeasuredStand> {
  const vendor = await startScriptedVendor();
  vendor.otherwise({ body: { id: 'vendor-attempt', status: 'created' } });
  const stand = await openProcessStand(restVendorSettings(vendor.url));
  const ports = {
    api: await freePort(),
    apiTemporal: await freePort(),
    worker: await freePort(),
    core: await freePort(),
  };
  const at = (port: number) => `127.0.0.1:${port}`;
  const { api, url } = await stand.api({
    METRICS_ADDRESS: at(ports.api),
    TEMPORAL_METRICS_ADDRESS: at(ports.apiTemporal),
  });
  const worker = await stand.worker({ METRICS_ADDRESS: at(ports.worker), TEMPORAL_METRICS_ADDRESS: at(ports.core) });
  await Promise.all([api.start(), worker.start()]);
  const scrapeAll = async () => (await Promise.all(Object.values(ports).map(scrapeText))).join('\n');
  return {
    stand,
    scrapeAll,
    async takeExams() {
      const { person, token } = await addSignedIn(stand.service);
      const headers = { authorization: `JWT ${token}`, 'content-type': 'application/json' };
      const call = async (method: string, path: string, body?: object) => {
        const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
        return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
      };
      const attemptIds: number[] = [];
      for (const proctored of [false, true]) {
        const examId = await addExam(stand.service, proctored ? { proctored, backend: 'rest' } : {});
        const asked = { exam_id: examId, start_clock: !proctored, attempt_proctored: proctored };
        const created = await call('POST', `${EXAMS}/attempt`, asked);
        if (created.status !== 200) throw new Error(`the creation answered ${created.status}`);
        const id = Number(created.body['exam_attempt_id']);
        await call('GET', `${EXAMS}/attempt/${id}`);
        if (!proctored) await call('PUT', `${EXAMS}/attempt/${id}`, { action: 'submit' });
        attemptIds.push(id);
      }
      await call('GET', `${EXAMS}/attempt/987654321`);
      return { username: person.username, attemptIds };
    },
    async close() {
      await stand.close();
      await vendor.close();
    },
  };
}
