import { createVendorRegistry } from '../../vendors/registry.ts';
import type { Registration, Vendor, VendorExam, VendorRegistry } from '../../vendors/port.ts';
import { type Config, ENVIRONMENT, toConfig } from '../../config.ts';

export const OBFUSCATION_KEY = 'made-up-obfuscation-key';
export const COURSE_ID = 'course-v1:ExampleX+PRC101+2031_T1';

export const REST_OPTIONS = {
  client_id: 'watch-client',
  client_secret: 'watch-client-secret-value',
  timeout_seconds: 1,
};

export const SOFTWARE_SECURE_OPTIONS = {
  organization: 'campus-example',
  exam_sponsor: 'Campus Example LMS',
  secret_key_id: 'campus-key-7',
  secret_key: 'not-a-real-secret-9f3c',
  crypto_key: 'K3y-for-made-up-vectors!',
  software_download_url: 'https://downloads.proctor.example/app',
  timeout_seconds: 1,
};

export const EXAM: VendorExam = {
  id: 41,
  courseId: COURSE_ID,
  contentId: 'block-v1:ExampleX+PRC101+2031_T1+type@sequential+block@s3',
  externalId: null,
  examName: 'Unit 3 exam',
  timeLimitMins: 90,
  isProctored: true,
  isPracticeExam: false,
  isActive: true,
  dueDate: Date.parse('2031-05-01T12:00:00Z'),
  hideAfterDue: false,
  backend: 'lab_rest',
};

export const REGISTRATION: Registration = {
  attemptCode: '0B6C1F52-7D3E-4A19-9C40-5E2A7711D0FE',
  timeLimitMins: 90,
  isSampleAttempt: false,
  userId: 12345,
  fullName: 'Ada Mary Example',
  email: 'ada@learner.example',
};

/** A configuration with these back-ends on the site of the vectors. */
export function vendorConfig(backends: Record<string, unknown>, environment: Record<string, string> = {}): Config {
  return toConfig(
    ENVIRONMENT.parse({
      SITE_NAME: 'lms.campus.example',
      PROCTORING_USER_OBFUSCATION_KEY: OBFUSCATION_KEY,
      PROCTORING_BACKENDS: JSON.stringify(backends),
      ...environment,
    }),
  );
}

/** The registry of these back-ends, `DEFAULT` being the first. */
export async function registryOf(
  backends: Record<string, unknown>,
  dependencies?: { now?: () => number },
): Promise<VendorRegistry> {
  const config = vendorConfig({ DEFAULT: Object.keys(backends)[0], ...backends });
  return createVendorRegistry(config, dependencies);
}

/** One vendor, called `name`, with these options. */
export async function vendorOf(
  name: string,
  options: Record<string, unknown>,
  dependencies?: { now?: () => number },
): Promise<Vendor> {
  return (await registryOf({ [name]: options }, dependencies)).get(name);
}
