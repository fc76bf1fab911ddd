import { z } from 'zod';
import { ask, describeAnswer, type Answer } from '../ask.ts';
import { missing, set, unseen, type Finding } from '../finding.ts';
import type { Site } from '../site.ts';

const EXAMS_BASE_URL = 'EXAMS_BASE_URL';
const LEARNING = { place: 'here', setting: 'LEARNING_MICROFRONTEND_URL' } as const;
const ORIGINS = { place: 'here', setting: 'CORS_ORIGINS' } as const;

/** The front ends that call this service, each with the names under which releases of Open edX have known it. */
const APPS = [
  { title: 'learning', names: ['learning'] },
  { title: 'authoring', names: ['authoring', 'course-authoring'] },
];

const frontEndConfig = z.record(z.string(), z.unknown());
type FrontEndConfig = z.output<typeof frontEndConfig>;

const withoutSlash = (value: unknown) => (typeof value === 'string' ? value.replace(/\/+$/, '') : undefined);
const originOf = (value: unknown) => (typeof value === 'string' && URL.canParse(value) ? new URL(value).origin : null);

/** What the LMS tells a front end at its start; the answer itself where it tells nothing. */
async function configOf(lms: string, name: string): Promise<FrontEndConfig | Answer | null> {
  const answer = await ask(`${lms}/api/mfe_config/v1?mfe=${name}`);
  const parsed = frontEndConfig.safeParse(answer?.body);
  return answer?.status === 200 && parsed.success ? parsed.data : answer;
}

const isConfig = (found: FrontEndConfig | Answer | null): found is FrontEndConfig =>
  found !== null && typeof found['header'] !== 'function';

async function checkBaseUrl({ lms, own }: Site, { title, names }: (typeof APPS)[number]) {
  const named = { place: 'front ends', setting: `${EXAMS_BASE_URL} (${title})` } as const;
  const value = `MFE_CONFIG["${EXAMS_BASE_URL}"] = "${own}"`;
  const found = await Promise.all(names.map((name) => configOf(lms, name)));
  const configs = found.filter(isConfig);
  if (configs.length === 0) {
    const answer = (found[0] ?? null) as Answer | null;
    const why = `the LMS does not show the settings of its front ends: ${describeAnswer(answer)}`;
    return { configs, finding: unseen(named, why, `${value}\nor in the environment in which they are built`) };
  }
  if (configs.some((config) => withoutSlash(config[EXAMS_BASE_URL]) === own)) {
    return { configs, finding: set(named, 'this service') };
  }
  const others = configs.map((config) => config[EXAMS_BASE_URL]).filter((other) => typeof other === 'string');
  const why = others[0] ? `it is ${others[0]}` : 'not set';
  return { configs, finding: missing(named, why, value) };
}

function checkLearning({ config }: Site, configs: readonly FrontEndConfig[]): Finding {
  const theirs = configs.map((each) => withoutSlash(each['LEARNING_BASE_URL'])).find((url) => url !== undefined);
  const { learningMfeUrl: ours } = config.site;
  if (theirs === undefined) {
    return unseen(LEARNING, `it is ${ours}`, 'the address of the learning front end, without a slash at its end');
  }
  if (theirs === ours) return set(LEARNING, ours);
  return missing(LEARNING, `it is ${ours}`, `LEARNING_MICROFRONTEND_URL=${theirs}`);
}

async function isAllowed(own: string, origin: string): Promise<boolean> {
  const answer = await ask(`${own}/api/v1/exams/attempt/latest`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'use-jwt-cookie' },
  });
  return answer?.header('access-control-allow-origin') === origin;
}

async function checkOrigins({ own }: Site, configs: readonly FrontEndConfig[]): Promise<Finding> {
  const origins = new Set(
    configs
      .flatMap((config) => [config['LEARNING_BASE_URL'], config['COURSE_AUTHORING_MICROFRONTEND_URL']])
      .map(originOf),
  );
  origins.delete(null);
  const known = [...origins].filter((origin) => origin !== null);
  if (known.length === 0) {
    return unseen(
      ORIGINS,
      'the LMS does not show where its front ends are',
      'CORS_ORIGINS=the origins of the front ends',
    );
  }
  const refused: string[] = [];
  for (const origin of known) if (!(await isAllowed(own, origin))) refused.push(origin);
  if (refused.length === 0) return set(ORIGINS, `pages of ${known.join(', ')} may call this service`);
  return missing(
    ORIGINS,
    `pages of ${refused.join(', ')} may not call this service`,
    `CORS_ORIGINS=${known.join(',')}`,
  );
}

/** Whether the pages of the platform know this service, and it them. */
export async function checkFrontEnds(site: Site): Promise<Finding[]> {
  const looked = await Promise.all(APPS.map((app) => checkBaseUrl(site, app)));
  const configs = looked.flatMap((each) => each.configs);
  return [...looked.map(({ finding }) => finding), checkLearning(site, configs), await checkOrigins(site, configs)];
}
