import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createLtiIds } from '../../../vendors/lti/ids.ts';
import { createVendorRegistry } from '../../../vendors/registry.ts';
import { vendorConfig, vendorOf } from '../../support/vendor-examples.ts';

const TOOL = {
  client_id: 'campus',
  oidc_url: 'https://tool.example/oidc',
  launch_url: 'https://tool.example/launch',
  jwks_url: 'https://tool.example/jwks',
};
const pemOf = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const publicPem = (modulusLength: number) =>
  pemOf(modulusLength).publicKey.export({ type: 'spki', format: 'pem' }).toString();
const privatePem = () => pemOf(2048).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const entry = (tool: object, more: object = {}) => ({ type: 'lti', tool: { ...TOOL, ...tool }, ...more });

async function problemsOf(backends: Record<string, unknown>, env: Record<string, string> = { LTI_KEY: privatePem() }) {
  const config = vendorConfig({ DEFAULT: 'null', null: {}, ...backends }, env);
  return createVendorRegistry(config).then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

describe('the entry of an LTI tool', () => {
  it('is enough to launch it, and then its clock waits for the setup', async () => {
    const backends = { DEFAULT: 'watchful', watchful: entry({}, { lti_configuration_id: '11' }) };
    const registry = await createVendorRegistry(vendorConfig(backends, { LTI_KEY: privatePem() }));
    const vendor = registry.get('watchful');
    expect(vendor.startRequiresReady).toBe(true);
    expect(vendor.ltiTool).toMatchObject({
      configurationId: '11',
      deploymentId: '1',
      redirectUrls: [TOOL.launch_url],
      keys: { jwksUrl: TOOL.jwks_url },
      extraMinutes: 60,
    });
    const choice = await vendorOf('chosen', { type: 'lti' });
    expect({ tool: choice.ltiTool, waits: choice.startRequiresReady }).toEqual({ tool: null, waits: false });
  });

  it.each([
    { tool: { jwks_url: undefined }, says: 'needs either "jwks_url" or "public_key"' },
    { tool: { public_key: publicPem(2048) }, says: 'needs either "jwks_url" or "public_key"' },
    { tool: { jwks_url: undefined, public_key: publicPem(1024) }, says: 'is not a public RSA key' },
    { tool: { jwks_url: undefined, public_key: privatePem() }, says: 'is not a public RSA key' },
    { tool: { jwks_url: undefined, public_key: 'nonsense' }, says: 'is not a public RSA key' },
    { tool: { launch_url: 'javascript:alert(1)' }, says: 'tool.launch_url' },
    { tool: { launch_url: 'http://tool.example/launch' }, says: 'must be https' },
    { tool: { secret: 'x' }, says: 'secret' },
  ])('is refused when it $says', async ({ tool, says }) => {
    expect(await problemsOf({ watchful: entry(tool) })).toContain(says);
  });

  it('needs our key, the key of pseudonyms, and an id of its own', async () => {
    expect(await problemsOf({ watchful: entry({}) })).toBe('');
    expect(await problemsOf({ watchful: entry({}) }, {})).toContain('LTI_KEY is missing, for watchful');
    const nameless = { LTI_KEY: privatePem(), PROCTORING_USER_OBFUSCATION_KEY: '' };
    expect(await problemsOf({ watchful: entry({}) }, nameless)).toContain('PROCTORING_USER_OBFUSCATION_KEY is missing');
    const both = { one: entry({}, { lti_configuration_id: '7' }), two: entry({}, { lti_configuration_id: '7' }) };
    expect(await problemsOf(both)).toContain('lti_configuration_id "7" is that of one, two');
  });
});

describe('the ids by which tools know people', () => {
  it('differ from tool to tool and from key to key, and stay the same', () => {
    const ids = createLtiIds('one');
    expect(ids.person(7, 'a')).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(ids.person(7, 'a')).toBe(createLtiIds('one').person(7, 'a'));
    const others = [
      ids.person(8, 'a'),
      ids.person(7, 'b'),
      createLtiIds('two').person(7, 'a'),
      ids.resourceLink(7, 'a'),
    ];
    expect(others).not.toContain(ids.person(7, 'a'));
  });
});

describe('what a tool reports at the end', () => {
  const read = async (fields: object) => {
    const vendor = await vendorOf('watchful', { type: 'lti' });
    const report = { incident_severity: '0.1', reason_code: '1', ...fields };
    return vendor.parseReview(report, { examExternalId: null, attemptExternalId: null });
  };

  it.each([
    { fields: { incident_severity: '0.25' }, status: 'passed' },
    { fields: { incident_severity: 0.26 }, status: 'suspicious' },
    { fields: { incident_severity: '.5' }, status: 'suspicious' },
    { fields: { reason_code: '25', incident_severity: '0.0' }, status: 'not_reviewed' },
    { fields: { reason_code: 'constructor' }, status: 'not_reviewed' },
  ])('is a review: $fields → $status', async ({ fields, status }) => {
    expect(await read(fields)).toMatchObject({ status });
  });

  it('is told in words', async () => {
    expect((await read({ reason_code: '9', reason_msg: 'Twice' })).comments).toMatchObject([
      { comment: 'Closed or reloaded the tab: Twice', status: '0.10' },
    ]);
    expect((await read({ reason_code: 'x-1' })).comments).toMatchObject([{ comment: 'x-1' }]);
  });

  it.each(['high', '-1', '1.1', '', 'NaN', null, '1e3'])('is none with the severity %j', async (severity) => {
    await expect(read({ incident_severity: severity })).rejects.toThrow('not a report');
  });
});
