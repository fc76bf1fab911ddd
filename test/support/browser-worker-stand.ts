import Fastify from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { createVendorRegistry } from '../../vendors/registry.ts';
import { handleError } from '../../api/errors/handler.ts';
import { hardening } from '../../api/plugins/hardening.ts';
import { requestLog } from '../../api/plugins/request-log.ts';
import { browserWorker } from '../../api/routes/public/browser-worker.ts';
import { buildMockVendor } from '../../dev/stand-ins/mock-vendor/app.ts';
import { MOCK_VENDOR_ENVIRONMENT } from '../../dev/stand-ins/mock-vendor/environment.ts';
import { freePort } from '../../dev/ports.ts';
import { startScriptedVendor } from './scripted-vendor.ts';
import { EXAM, REGISTRATION, REST_OPTIONS, vendorConfig } from './vendor-examples.ts';

/** What a browser worker is served by and speaks to, over real HTTP. */
export interface BrowserWorkerStand {
  apiUrl: string;
  vendorUrl: string;
  /** Address of a back-end's worker, as the learner's page is told it. */
  workerOf(backend: string): string;
  /** Registers an attempt with the mock vendor; answers its id there. Its application is closed. */
  register(): Promise<string>;
  /** What a person does on the mock vendor's page. */
  setApplication(attemptExternalId: string, app: 'running' | 'closed'): Promise<void>;
  close(): Promise<void>;
}

/** Back-ends by name: one with the mock vendor's application, and those whose application or script is amiss. */
function backendsOf({ vendorUrl, silentUrl, goneUrl }: { vendorUrl: string; silentUrl: string; goneUrl: string }) {
  const application = `${vendorUrl}/desktop`;
  return {
    DEFAULT: 'watched',
    watched: { ...REST_OPTIONS, base_url: vendorUrl, desktop_application_url: `${application}/` },
    silent: { type: 'null', desktop_application_url: silentUrl },
    gone: { type: 'null', desktop_application_url: goneUrl },
    'a "name"': { type: 'null', desktop_application_url: application },
    own: { type: 'null', javascript_url: '/own.js', desktop_application_url: application },
    without: { type: 'null' },
  };
}

/** Starts the mock vendor and the part of the API that serves workers. */
export async function openBrowserWorkerStand(): Promise<BrowserWorkerStand> {
  const silent = await startScriptedVendor();
  silent.otherwise({ manner: 'silent' });
  const { client_id: CLIENT_ID, client_secret: CLIENT_SECRET } = REST_OPTIONS;
  const mockVendor = await buildMockVendor(
    MOCK_VENDOR_ENVIRONMENT.parse({ CLIENT_ID, CLIENT_SECRET, API_URL: silent.url, READY_ON: 'download' }),
  );
  const vendorUrl = await mockVendor.listen({ host: '127.0.0.1', port: 0 });
  const port = await freePort();
  const apiUrl = `http://127.0.0.1:${port}`;
  const goneUrl = `http://127.0.0.1:${await freePort()}`;
  const config = vendorConfig(backendsOf({ vendorUrl, silentUrl: silent.url, goneUrl }), { PUBLIC_URL: apiUrl });
  const vendors = await createVendorRegistry(config);

  const api = Fastify();
  api.setValidatorCompiler(validatorCompiler);
  api.setSerializerCompiler(() => (data) => JSON.stringify(data));
  api.setErrorHandler(handleError);
  await api.register(requestLog);
  await api.register(hardening, { config });
  browserWorker(api, { vendors });
  await api.listen({ host: '127.0.0.1', port });

  return {
    apiUrl,
    vendorUrl,
    workerOf: (backend) => vendors.get(backend).javascriptUrl(),
    async register() {
      const outcome = await vendors.get('watched').registerAttempt({ ...EXAM, externalId: 'exam-1' }, REGISTRATION);
      if (!('externalId' in outcome)) throw new Error('The mock vendor did not register the attempt');
      return String(outcome.externalId);
    },
    async setApplication(id, app) {
      await fetch(`${vendorUrl}/attempts/${id}/app`, { method: 'POST', body: new URLSearchParams({ app }) });
    },
    async close() {
      await Promise.all([api.close(), mockVendor.close(), silent.close()]);
    },
  };
}
