import { z } from 'zod';
import { describeAnswer, type Answer } from '../ask.ts';
import { missing, set, unseen, type Finding } from '../finding.ts';
import type { Site } from '../site.ts';

const PROVIDER = { place: 'course', setting: 'proctoring_provider' } as const;
const TIMED = { place: 'course', setting: 'enable_timed_exams' } as const;
const CONFIGURED = { place: 'course', setting: 'provider' } as const;
const SERVICE = { place: 'CMS', setting: 'EXAMS_SERVICE_URL, EXAMS_SERVICE_USERNAME' } as const;

const EXTERNAL = 'lti_external';
const advanced = z.object({
  proctoring_provider: z.object({ value: z.string().nullable() }),
  enable_timed_exams: z.object({ value: z.boolean() }),
});

/** What the course says of itself in Studio. */
async function checkStudio(site: Site, course: string): Promise<Finding[]> {
  const fields = 'proctoring_provider,enable_timed_exams';
  const path = `/api/contentstore/v0/advanced_settings/${encodeURIComponent(course)}?filter_fields=${fields}`;
  const answer = await site.askSignedIn(site.cms + path);
  const parsed = advanced.safeParse(answer?.body);
  const provider = `advanced setting "Proctoring Provider": "${EXTERNAL}"`;
  const timed = 'advanced setting "Enable Timed Exams": true';
  if (!parsed.success) {
    const why = site.account.token === null ? 'only staff is shown it' : `${describeAnswer(answer)} in Studio`;
    return [unseen(PROVIDER, why, provider), unseen(TIMED, why, timed)];
  }
  const { proctoring_provider: chosen, enable_timed_exams: isTimed } = parsed.data;
  return [
    chosen.value === EXTERNAL
      ? set(PROVIDER, EXTERNAL)
      : missing(PROVIDER, `it is ${chosen.value ?? 'not set'}`, provider),
    isTimed.value ? set(TIMED, 'on') : missing(TIMED, 'off', timed),
  ];
}

/** The list of a course that nobody has configured is not ours to give, unless all courses are (edx-exams §1.9). */
function checkConfigured(site: Site, list: Answer | null): Finding {
  const value =
    'choose a provider on the page "Proctored exam settings", or set no OPENEDX_CLIENT_ID: all courses are ours';
  if (list?.status === 200) return set(CONFIGURED, 'its exams are taken here');
  if (list?.status === 404) return missing(CONFIGURED, 'its exams are handed on to the platform', value);
  const why = site.account.token === null ? 'only staff is shown it' : `${describeAnswer(list)} of this service`;
  return unseen(CONFIGURED, why, value);
}

/** Studio does not show where it sends exams; that some have come from it shows that it does. */
function checkExamsService({ own }: Site, list: Answer | null): Finding {
  const value = `EXAMS_SERVICE_URL = "${own}/api/v1"\nEXAMS_SERVICE_USERNAME = "exams_worker"`;
  const count = list?.status === 200 && Array.isArray(list.body) ? list.body.length : 0;
  if (count > 0) return set(SERVICE, `exams of the course have come from Studio: ${count}`);
  return unseen(SERVICE, 'shows when a course with an exam is published and checked with --course', value);
}

/** What one course must have chosen; without a course, only what all of them need. */
export async function checkCourse(site: Site): Promise<Finding[]> {
  const { course, own } = site;
  if (course === null) return [checkExamsService(site, null)];
  const list = await site.askSignedIn(`${own}/api/v1/exams/course_id/${encodeURIComponent(course)}/`);
  return [checkExamsService(site, list), ...(await checkStudio(site, course)), checkConfigured(site, list)];
}
