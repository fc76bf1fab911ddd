import type { AddressInfo } from 'node:net';
import { buildMockVendor } from '../../dev/stand-ins/mock-vendor/app.ts';
import { MOCK_VENDOR_ENVIRONMENT } from '../../dev/stand-ins/mock-vendor/environment.ts';
import { PEOPLE } from '../../dev/people.ts';
import { startLtiTool } from '../support/lti-tool.ts';
import { LMS_SECRET, LMS_TOKEN, startMockLms } from '../support/mock-lms.ts';
import { openProcessStand, type ProcessStand } from '../support/process-stand.ts';
import { tokensOfRoles, VENDOR_ACCOUNT, type Role } from './roles.ts';
import { makeThings, type Things } from './things.ts';

/** API and worker as processes of their own, with vendors, an LMS, and exams and attempts in a course. */
export interface FuzzStand {
  url: string;
  tokens: Record<Role, string>;
  things: Things;
  service: ProcessStand['service'];
  /** What the API has logged. */
  log: () => Promise<string>;
  close: () => Promise<void>;
}

/** A vendor that calls nobody back, so that nothing happens but what is sent. */
async function startVendor(): Promise<{ url: string; close: () => Promise<void> }> {
  const { client_id: CLIENT_ID, client_secret: CLIENT_SECRET } = VENDOR_ACCOUNT;
  const week = 7 * 24 * 3_600_000;
  const never = { API_URL: 'http://127.0.0.1:9', READY_AFTER_MS: week, REVIEW_AFTER_MS: week };
  const app = await buildMockVendor(MOCK_VENDOR_ENVIRONMENT.parse({ CLIENT_ID, CLIENT_SECRET, ...never }));
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    close: () => app.close(),
  };
}

function settingsOf(at: { vendor: string; lms: string; webhook: string; tool: object }): Record<string, string> {
  const { client_id, client_secret } = VENDOR_ACCOUNT;
  const backends = {
    DEFAULT: 'watcher',
    watcher: { type: 'rest', verbose_name: 'Watcher', base_url: at.vendor, client_id, client_secret },
    tool: { type: 'lti', verbose_name: 'Tool', lti_configuration_id: '21', tool: at.tool },
    mock: {},
  };
  return {
    PROCTORING_BACKENDS: JSON.stringify(backends),
    PROCTORING_USER_OBFUSCATION_KEY: 'key of the fuzzers',
    OAUTH_CLIENTS: JSON.stringify([VENDOR_ACCOUNT]),
    RETIREMENT_SERVICE_WORKER_USERNAME: PEOPLE.lms.username,
    REQUESTS_PER_MINUTE: '0',
    UNDO_WINDOW_SECONDS: '0',
    LMS_URL: at.lms,
    LMS_TOKEN,
    LMS_WEBHOOK_URL: at.webhook,
    LMS_WEBHOOK_SECRET: LMS_SECRET,
  };
}

/** Starts it on the shared Postgres and Temporal. */
export async function openFuzzStand(): Promise<FuzzStand> {
  const opened = new AsyncDisposableStack();
  try {
    const vendor = opened.adopt(await startVendor(), (each) => each.close());
    const lms = opened.adopt(await startMockLms(), (each) => each.close());
    const tool = opened.adopt(await startLtiTool(), (each) => each.close());
    const at = { vendor: vendor.url, lms: lms.url, webhook: lms.webhookUrl, tool: tool.options };
    const stand = opened.adopt(await openProcessStand(settingsOf(at)), (each) => each.close());
    const { api, url } = await stand.api();
    const worker = await stand.worker();
    await Promise.all([worker.start(), api.start()]);
    const tokens = await tokensOfRoles(url);
    const things = await makeThings(url, tokens);
    const { service } = stand;
    return { url, tokens, things, service, log: () => api.log(), close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
