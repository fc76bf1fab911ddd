import { startScriptedVendor, type ScriptedAnswer } from '../../support/scripted-vendor.ts';
import { describeVendorContract, type VendorUnderTest } from '../../support/vendor-contract.ts';
import { REST_OPTIONS, SOFTWARE_SECURE_OPTIONS, vendorOf } from '../../support/vendor-examples.ts';

const OUTAGES: Record<'refuses' | 'rubbish' | 'silent', ScriptedAnswer> = {
  refuses: { status: 403, body: { detail: 'Ada Mary Example may not' } },
  rubbish: { body: '<html>' },
  silent: { manner: 'silent' },
};

async function outside(
  answer: ScriptedAnswer,
  make: (url: string) => Promise<VendorUnderTest>,
): Promise<VendorUnderTest> {
  const server = await startScriptedVendor();
  server.otherwise(answer);
  const outage = (kind: keyof typeof OUTAGES) => server.otherwise(OUTAGES[kind]);
  return { ...(await make(server.url)), outage, close: () => server.close() };
}

/** Long enough for a busy machine, short enough to wait for a vendor that is silent on purpose. */
const PATIENCE_SECONDS = 3;

describeVendorContract('null', async () => ({ vendor: await vendorOf('null', {}), secrets: [] }));

describeVendorContract('mock', async () => ({ vendor: await vendorOf('mock', {}), secrets: [] }));

describeVendorContract('software_secure', () =>
  outside({ body: { ssiRecordLocator: 'REC-1' } }, async (url) => ({
    vendor: await vendorOf('software_secure', {
      ...SOFTWARE_SECURE_OPTIONS,
      exam_register_endpoint: url,
      video_review_aes_key: '00112233445566778899aabbccddeeff',
      timeout_seconds: PATIENCE_SECONDS,
    }),
    review: {
      payload: { examMetaData: { ssiRecordLocator: 'rec-1' }, reviewStatus: 'Suspicious' },
      attemptExternalId: 'REC-1',
    },
    secrets: [SOFTWARE_SECURE_OPTIONS.secret_key, SOFTWARE_SECURE_OPTIONS.crypto_key],
  })),
);

describeVendorContract('rest', () =>
  outside({ body: { id: 'at-9', status: 'deleted' } }, async (url) => ({
    vendor: await vendorOf('lab_rest', { ...REST_OPTIONS, base_url: url, timeout_seconds: PATIENCE_SECONDS }),
    review: { payload: { status: 'passed', comments: [] }, attemptExternalId: 'at-9' },
    secrets: [REST_OPTIONS.client_secret, 'made.up.token'],
  })),
);
