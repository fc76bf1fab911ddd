import { describe, expect, it } from 'vitest';
import { VendorPayloadError } from '../../../vendors/errors.ts';
import { createVendorRegistry } from '../../../vendors/registry.ts';
import { SOFTWARE_SECURE_OPTIONS, vendorConfig, vendorOf } from '../../support/vendor-examples.ts';

const OPTIONS = { ...SOFTWARE_SECURE_OPTIONS, exam_register_endpoint: 'https://proctor.example/register' };
const KEY = '00112233445566778899aabbccddeeff';
const STAFF = { id: 3, fullName: 'Grace Example', email: 'grace@staff.example' };

const review = (ssiRecordLocator: string) => ({ examMetaData: { ssiRecordLocator }, reviewStatus: 'Clean' });
const attempt = (attemptExternalId: string | null) => ({ examExternalId: null, attemptExternalId });

describe('a SoftwareSecure review without credentials', () => {
  it('is forged in vain: the learner is not shown the locator that it must name', async () => {
    const vendor = await vendorOf('software_secure', OPTIONS);
    expect(vendor.hidesExternalIdFromLearners).toBe(true);
    expect(() => vendor.parseReview(review('REC-0'), attempt('REC-1'))).toThrow(VendorPayloadError);
  });

  it('needs the token in its address when one is set', async () => {
    const vendor = await vendorOf('software_secure', { ...OPTIONS, callback_token: 'a-long-shared-token' });
    const tokens = ['a-long-shared-token', 'another-long-token', '', null];
    expect(tokens.map((token) => vendor.acceptsAnonymousReview(token))).toEqual([true, false, false, false]);
    const open = await vendorOf('software_secure', OPTIONS);
    expect(open.acceptsAnonymousReview(null)).toBe(true);
  });

  it('may name another locator only while callbacks are simulated, and never for an attempt without one', async () => {
    const config = vendorConfig({ DEFAULT: 'software_secure', software_secure: OPTIONS });
    const vendor = (await createVendorRegistry(config)).get('software_secure');
    config.flags.allowCallbackSimulation = true;
    expect(vendor.parseReview(review('REC-0'), attempt('REC-1'))).toEqual({ status: 'passed', comments: [] });
    expect(() => vendor.parseReview(review('REC-0'), attempt(null))).toThrow(VendorPayloadError);
    config.flags.allowCallbackSimulation = false;
    expect(() => vendor.parseReview(review('REC-0'), attempt('REC-1'))).toThrow(VendorPayloadError);
  });

  it('shows the locator to learners where an operator says so', async () => {
    const vendor = await vendorOf('software_secure', { ...OPTIONS, record_locator_visible: true });
    expect(vendor.hidesExternalIdFromLearners).toBe(false);
  });
});

describe('a recording of SoftwareSecure', () => {
  const instructorUrl = async (link: string, options: Record<string, unknown> = {}) => {
    const vendor = await vendorOf('software_secure', { ...OPTIONS, video_review_aes_key: KEY, ...options });
    const encryptedVideoUrl = vendor.encryptVideoUrl(link) ?? undefined;
    return vendor.instructorUrl({ courseId: 'course', user: STAFF, encryptedVideoUrl });
  };

  it('is opened only by http(s), and only on the hosts that are allowed', async () => {
    const link = 'https://vendor.example/DirectLink-Generic/1';
    const opened = 'https://vendor.example/DirectLink-HTML5/1';
    expect(await instructorUrl(link)).toBe(opened);
    expect(await instructorUrl(link, { video_review_hosts: ['vendor.example'] })).toBe(opened);
    expect(await instructorUrl(link, { video_review_hosts: ['other.example'] })).toBeNull();
    expect(await instructorUrl('javascript:alert(1)')).toBeNull();
    expect(await instructorUrl('no address')).toBeNull();
  });

  it('is not stored without a key, and cannot be read with another', async () => {
    const keyless = await vendorOf('software_secure', OPTIONS);
    expect(keyless.encryptVideoUrl('https://vendor.example/1')).toBeNull();
    const one = await vendorOf('software_secure', { ...OPTIONS, video_review_aes_key: KEY });
    const two = await vendorOf('software_secure', { ...OPTIONS, video_review_aes_key: '0f'.repeat(32) });
    const encryptedVideoUrl = one.encryptVideoUrl('https://vendor.example/1') ?? undefined;
    const request = { courseId: 'course', user: STAFF };
    await expect(two.instructorUrl({ ...request, encryptedVideoUrl })).resolves.toBeNull();
    await expect(one.instructorUrl(request)).resolves.toBeNull();
  });
});

describe('a SoftwareSecure exam', () => {
  it("is shown only in the vendor's browser", async () => {
    const vendor = await vendorOf('software_secure', OPTIONS);
    expect([vendor.blocksExamMaterial(null), vendor.blocksExamMaterial('0B6C1F52')]).toEqual([true, false]);
  });

  it("has the vendor's download address in its configuration", async () => {
    const vendor = await vendorOf('software_secure', OPTIONS);
    expect([await vendor.softwareDownloadUrl(), await vendor.proctoringConfig()]).toEqual([
      OPTIONS.software_download_url,
      { download_url: OPTIONS.software_download_url, name: 'RPNow', rules: {}, instructions: [] },
    ]);
  });
});
