import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { readConfig, type Config } from '../../config.ts';

const FLAGS = z.object({
  allow_review_updates: z.boolean().default(true),
  require_failure_second_reviews: z.boolean().default(true),
  allow_timed_out_state: z.boolean().default(false),
  allow_callback_simulation: z.boolean().default(false),
  viewable_past_due: z.boolean().default(false),
  use_onboarding_profile_api: z.boolean().default(false),
});

const creditRequirement = z.looseObject({ namespace: z.string(), name: z.string() });
const creditState = z.object({
  enrollment_mode: z.string().nullish(),
  course_name: z.string().nullish(),
  course_end_date: z.string().nullish(),
  profile_fullname: z.string().nullish(),
  student_email: z.string().nullish(),
  credit_requirement_status: z.array(creditRequirement).default([]),
});
const sequence = z.object({ start: z.string().nullish(), due: z.string().nullish() });
const outline = z.object({
  accessible: z.array(z.string()).default([]),
  sequences: z.record(z.string(), sequence).default({}),
  course_end: z.string().nullish(),
});

const provider = z.object({
  name: z.string(),
  verbose_name: z.string(),
  lti_configuration_id: z.string().optional(),
  org_key: z.string().optional(),
  tech_support_phone: z.string().optional(),
  tech_support_email: z.string().optional(),
  tech_support_url: z.string().optional(),
  lti: z.object({ oidc_url: z.string(), launch_url: z.string(), client_id: z.string() }).optional(),
});

/** What the hook `config` may set: the flags and switches of the product, and how the LMS answers. */
export const SCENARIO_SETTINGS = z.object({
  flags: FLAGS.prefault({}),
  switches: z.record(z.string(), z.boolean()).default({}),
  credit_state: z.record(z.string(), creditState.nullable()).default({}),
  course_staff: z.record(z.string(), z.array(z.string())).default({}),
  override_grade_on_rejected: z.boolean().default(true),
  escalation_email: z.record(z.string(), z.string()).default({}),
  verified_names: z.record(z.string(), z.string()).default({}),
  enrollments: z
    .record(z.string(), z.array(z.object({ username: z.string(), mode: z.string().default('verified') })))
    .default({}),
  outline: z.record(z.string(), outline).default({}),
  /** Given by scenarios of edx-exams. */
  providers: z.array(provider).default([]),
});
export type ScenarioSettings = z.output<typeof SCENARIO_SETTINGS>;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The settings with `changes` merged in one level deep. Throws a `ZodError` for what they do not know. */
export function changedSettings(settings: ScenarioSettings, changes: Record<string, unknown>): ScenarioSettings {
  const before: Record<string, unknown> = settings;
  const merged = Object.entries(changes).map(([key, value]) => {
    const old = before[key];
    return [key, isObject(old) && isObject(value) ? { ...old, ...value } : value];
  });
  return SCENARIO_SETTINGS.strict().parse({ ...settings, ...Object.fromEntries(merged) });
}

/** Lets the product see the flags and switches of the scenario; it reads both at each use. */
export function applySettings({ flags, switches }: ScenarioSettings, config: Config): void {
  Object.assign(config.flags, {
    allowReviewUpdates: flags.allow_review_updates,
    requireFailureSecondReviews: flags.require_failure_second_reviews,
    allowTimedOutState: flags.allow_timed_out_state,
    allowCallbackSimulation: flags.allow_callback_simulation,
    viewablePastDue: flags.viewable_past_due,
    useOnboardingProfileApi: flags.use_onboarding_profile_api,
  });
  config.switches.clear();
  for (const [name, isOn] of Object.entries(switches)) if (isOn) config.switches.add(name);
}

const backends = (provider: string) => ({
  DEFAULT: 'stubrest',
  stubrest: {
    base_url: provider,
    client_id: 'stub-client',
    client_secret: 'stub-secret-stub-secret-stub-secret',
    verbose_name: 'Stub REST Provider',
    tech_support_email: 'help@provider.example.com',
    tech_support_phone: '+1 555 0100',
    learner_notification_from_email: 'notify@provider.example.com',
    help_center_article_url: 'https://provider.example.com/help',
    ping_interval: 30,
    supports_onboarding: true,
    has_dashboard: true,
  },
  software_secure: {
    exam_register_endpoint: `${provider}/ssi/register`,
    secret_key_id: 'key-id-1',
    secret_key: 'ssi-secret-key',
    crypto_key: 'abcdefgh12345678ABCDEFGH',
    organization: 'ref-org',
    exam_sponsor: 'Ref Sponsor',
    software_download_url: 'https://download.example.com/rpnow',
    send_email: true,
    video_review_aes_key: '00112233445566778899AABBCCDDEEFF',
    // The scenarios play the vendor too, and learn the locator from the learner's poll as a vendor knows it from its own
    // records. Off by default, since it lets a learner forge a review (differences §5.7).
    record_locator_visible: true,
  },
  null: {},
  mock: {},
});

/** The back-ends with the LTI tools of the scenario beside them, whose key is `toolKey` (PEM). */
export function backendsWith(
  backends: Config['proctoring']['backends'],
  { providers }: ScenarioSettings,
  toolKey: string,
) {
  const tools = providers.map(({ name, lti, ...options }, index) => {
    const tool = lti && { ...lti, public_key: toolKey };
    // The scenarios start exams that no tool has set up, as the recorded server let them.
    const launched = tool && { tool, start_requires_ready: false, lti_configuration_id: String(index + 1) };
    return [name, { type: 'lti', ...launched, ...options }] as const;
  });
  return { ...backends, ...Object.fromEntries(tools) };
}

/** With it the LMS signs sign-in tokens of services (HS256). */
export const SHARED_KEY = 'key of the conformance server';

export interface Surroundings {
  databaseUrl: string;
  /** Base address of the runner's stand-in for the vendors. */
  provider: string;
  /** Our own address, as the runner calls it. */
  publicUrl: string;
  /** Signs the sign-in tokens of the LMS (RS512), and our exam access tokens. */
  signInKey: KeyObject;
}

/** The fixed configuration of the server under test (conformance README). */
export function conformanceConfig({ databaseUrl, provider, publicUrl, signInKey }: Surroundings): Config {
  return readConfig({
    LOCAL_STACK: 'true',
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: publicUrl,
    TEMPORAL_TASK_QUEUE: 'conformance',
    // Within npm test they are compiled already.
    WORKFLOW_BUNDLE: process.env.WORKFLOW_BUNDLE,
    JWT_SECRET_KEY: SHARED_KEY,
    JWT_PUBLIC_JWK_SET: JSON.stringify({ keys: [createPublicKey(signInKey).export({ format: 'jwk' })] }),
    JWT_ISSUER: 'https://lms.example.com/oauth2',
    JWT_AUDIENCE: 'lms-key',
    EXAM_TOKEN_KEY: signInKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    EXAM_TOKEN_ISSUER: 'https://exams.example.com',
    // Names under which the tokens of the recorded tool address the server.
    LTI_AUDIENCES: 'https://exams.example.com,x',
    OPENEDX_URL: provider,
    OPENEDX_CLIENT_ID: 'exams',
    OPENEDX_CLIENT_SECRET: 'exams-secret',
    // One person does in a second what takes months.
    REQUESTS_PER_MINUTE: '0',
    SERVICE_SECRET_KEY: 'service secret of the conformance server',
    RETIREMENT_SERVICE_WORKER_USERNAME: 'retirement_worker',
    SITE_NAME: 'lms.example.com',
    PLATFORM_NAME: 'Reference Platform',
    CONTACT_EMAIL: 'contact@lms.example.com',
    STATUS_EMAIL_FROM_ADDRESS: 'no-reply@lms.example.com',
    LEARNING_MICROFRONTEND_URL: 'https://learning.example.com',
    LINK_URLS: JSON.stringify({
      faq: 'https://example.com/faq',
      contact_us: 'https://example.com/contact',
      online_proctoring_rules: '',
      tech_requirements: '',
    }),
    PROCTORING_USER_OBFUSCATION_KEY: 'conformance-obfuscation-key',
    PROCTORING_BACKENDS: JSON.stringify(backends(provider)),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
  });
}
