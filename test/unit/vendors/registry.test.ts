import { describe, expect, it } from 'vitest';
import { BackendNotConfiguredError, VendorPayloadError } from '../../../vendors/errors.ts';
import { createVendorRegistry } from '../../../vendors/registry.ts';
import {
  registryOf,
  REST_OPTIONS,
  SOFTWARE_SECURE_OPTIONS,
  vendorConfig,
  vendorOf,
} from '../../support/vendor-examples.ts';

const REST = { ...REST_OPTIONS, base_url: 'https://watch.example' };
const SOFTWARE_SECURE = { ...SOFTWARE_SECURE_OPTIONS, exam_register_endpoint: 'https://proctor.example/register' };

async function startError(backends: Record<string, unknown>, environment?: Record<string, string>): Promise<string> {
  const started = createVendorRegistry(vendorConfig(backends, environment));
  return started.then(
    () => 'it started',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

describe('the registry of vendors', () => {
  it('makes one vendor per entry and finds it by name', async () => {
    const registry = await registryOf({ null: {}, mock: {}, rpnow4: SOFTWARE_SECURE, lab_rest: REST });
    const names = ['null', 'mock', 'rpnow4', 'lab_rest'];
    expect({ names: registry.names, defaultName: registry.defaultName }).toEqual({ names, defaultName: 'null' });
    expect(names.map((name) => registry.get(name).name)).toEqual(names);
  });

  it('takes the default back-end for an exam that names none', async () => {
    const registry = await registryOf({ mock: {}, null: {} });
    expect([registry.get(null).name, registry.get('').name]).toEqual(['mock', 'mock']);
  });

  it('tells which back-end is not configured, whatever its name', async () => {
    const registry = await registryOf({ null: {} });
    for (const name of ['no_such', 'constructor', 'DEFAULT']) {
      expect(() => registry.get(name)).toThrow(new BackendNotConfiguredError(name));
    }
  });

  it('knows the kind of a back-end by its name or its type', async () => {
    const registry = await registryOf({
      null: {},
      mock: {},
      other: { type: 'mock' },
      rpnow4: SOFTWARE_SECURE,
      lab: REST,
    });
    expect(registry.names.map((name) => registry.get(name).verboseName)).toEqual([
      'Null Backend',
      'Mock Backend',
      'Mock Backend',
      'RPNow',
      'Unknown',
    ]);
  });

  it('loads a vendor from a package, which may build on a built-in kind', async () => {
    const module = new URL('../../support/packaged-vendor.ts', import.meta.url).href;
    const vendor = await vendorOf('from_package', { module, greeting: 'hello', ...REST });
    expect({ ...vendor, config: await vendor.proctoringConfig() }).toMatchObject({
      name: 'from_package',
      supportsOnboarding: true,
      config: { greeting: 'hello', callbackOrigin: 'https://lms.campus.example' },
    });
    const attempt = { examExternalId: null, attemptExternalId: 'at-9' };
    expect(() => vendor.parseReview({ status: 'passed' }, attempt)).toThrow(VendorPayloadError);
    expect(await startError({ DEFAULT: 'x', x: { module, ...REST, base_uri: 'typo' } })).toBe(
      'x: unknown option "base_uri"',
    );
  });

  it('has vendors call back our public address rather than the site, when there is one', async () => {
    const config = vendorConfig({ DEFAULT: 'lab', lab: { type: 'mock', javascript_url: '/worker.js' } });
    const api = { ...config.api, publicUrl: 'https://proctoring.example/' };
    const registry = await createVendorRegistry({ ...config, api });
    expect(registry.get('lab').javascriptUrl()).toBe('https://proctoring.example/worker.js');
  });
});

describe('the options of a back-end', () => {
  it('have the defaults of its kind', async () => {
    const vendor = await vendorOf('lab_rest', REST);
    const common = {
      heartbeatWindowSeconds: null,
      techSupportEmail: '',
      techSupportPhone: '',
      learnerNotificationFromEmail: '',
      integrationSpecificEmail: null,
      helpCenterArticleUrl: '',
      contactUrl: null,
      pingIntervalSeconds: 60,
    };
    expect(vendor).toMatchObject({
      ...common,
      verboseName: 'Unknown',
      supportsOnboarding: true,
      hasDashboard: true,
      passingStatuses: ['Clean'],
      hidesExternalIdFromLearners: false,
    });
    expect(await vendorOf('software_secure', SOFTWARE_SECURE)).toMatchObject({
      ...common,
      verboseName: 'RPNow',
      supportsOnboarding: false,
      hasDashboard: false,
      passingStatuses: ['Clean', 'Rules Violation'],
      hidesExternalIdFromLearners: true,
    });
  });

  it('replace the defaults', async () => {
    const vendor = await vendorOf('lab_rest', {
      ...REST,
      verbose_name: 'Watchers',
      ping_interval: 30,
      heartbeat_window_seconds: 180,
      supports_onboarding: false,
      has_dashboard: false,
      passing_statuses: ['Clean', 'Suspicious'],
      tech_support_email: 'help@watch.example',
      tech_support_phone: '+1 555 0100',
      learner_notification_from_email: 'notify@watch.example',
      integration_specific_email: 'contact@watch.example',
      help_center_article_url: 'https://watch.example/help',
      needs_oauth: true,
      LINK_URLS: { contact: 'https://watch.example/contact', faq: 'https://watch.example/faq' },
    });
    expect(vendor).toMatchObject({
      verboseName: 'Watchers',
      pingIntervalSeconds: 30,
      heartbeatWindowSeconds: 180,
      supportsOnboarding: false,
      hasDashboard: false,
      passingStatuses: ['Clean', 'Suspicious'],
      techSupportEmail: 'help@watch.example',
      techSupportPhone: '+1 555 0100',
      learnerNotificationFromEmail: 'notify@watch.example',
      integrationSpecificEmail: 'contact@watch.example',
      helpCenterArticleUrl: 'https://watch.example/help',
      contactUrl: 'https://watch.example/contact',
    });
  });

  it('stop the start when they are unknown, missing or wrong, and all of them are named', async () => {
    const message = await startError({
      DEFAULT: 'nowhere',
      null: { colour: 'red' },
      lab_rest: { base_url: 'ftp://watch.example', clientid: 'x', client_secret: 'hush-hush-hush' },
      software_secure: {
        ...SOFTWARE_SECURE,
        crypto_key: 'aaaaaaaabbbbbbbbbbbbbbbb',
        secret_key: 'gehe\u00efm',
        organization: undefined,
      },
      both: { type: 'rest', module: 'a-package' },
      typo: { type: 'rset' },
      text: 'rest',
    });
    expect(message.split('\n')).toEqual([
      'PROCTORING_BACKENDS is not usable:',
      '- null: unknown option "colour"',
      '- lab_rest: option "base_url": Invalid URL',
      '- lab_rest: option "client_id" is missing',
      '- lab_rest: unknown option "clientid"',
      '- software_secure: option "organization" is missing',
      '- software_secure: option "secret_key": must be ASCII',
      '- software_secure: option "crypto_key": must be 16 or 24 bytes whose neighbouring thirds differ',
      '- both: give either "type" or "module"',
      '- typo: option "type": Invalid option: expected one of "null"|"mock"|"software_secure"|"rest"|"lti"',
      '- text: Invalid input: expected object, received string',
      '- DEFAULT names "nowhere", which has no entry',
    ]);
    expect(message).not.toContain('hush-hush-hush');
  });

  it('stop the start without a default back-end', async () => {
    expect(await startError({ null: {} })).toContain('DEFAULT is missing');
    expect(await startError({ DEFAULT: 'constructor', null: {} })).toContain('DEFAULT names "constructor"');
  });

  it("stop the start with an odd ping interval, the service's default included", async () => {
    const odd = 'null: option "ping_interval": must be even';
    expect(await startError({ DEFAULT: 'null', null: { ping_interval: 61 } })).toContain(odd);
    const environment = { DESKTOP_APPLICATION_PING_INTERVAL_SECONDS: '61' };
    expect(await startError({ DEFAULT: 'null', null: {} }, environment)).toContain(odd);
  });

  it('stop the start when a package is missing or exports no vendor', async () => {
    expect(await startError({ DEFAULT: 'x', x: { module: 'no-such-package-here' } })).toBe(
      'x: the package "no-such-package-here" cannot be loaded',
    );
    expect(await startError({ DEFAULT: 'x', x: { module: 'zod' } })).toBe(
      'x: the package "zod" exports no function createVendor',
    );
  });
});
