import { z } from 'zod';
import { describeAnswer } from '../ask.ts';
import { missing, set, unseen, type Finding } from '../finding.ts';
import type { Site } from '../site.ts';

const FEATURES = ['ENABLE_SPECIAL_EXAMS', 'ENABLE_PROCTORED_EXAMS'];
const FLAG = 'course_apps.exams_ida';
const FLAG_NAMED = { place: 'LMS and CMS', setting: `waffle flag ${FLAG}` } as const;

const override = z.object({ course_id: z.string().optional(), org: z.string().optional(), force: z.string() });
const report = z.object({
  waffle_flags: z.array(
    z.object({
      name: z.string(),
      everyone: z.string().optional(),
      course_overrides: z.array(override).default([]),
      org_overrides: z.array(override).default([]),
    }),
  ),
  django_settings: z.array(z.object({ name: z.string(), is_active: z.boolean().optional() })),
});
type Report = z.output<typeof report>;
type Flag = Report['waffle_flags'][number];

/** What global staff is told of the switches of one half of Open edX, or why nothing is. */
async function readReport(site: Site, base: string): Promise<Report | string> {
  if (site.account.token === null) return 'only global staff is shown it';
  const answer = await site.askSignedIn(`${base}/api/toggles/v0/state/`);
  const parsed = report.safeParse(answer?.body);
  return parsed.success ? parsed.data : `${describeAnswer(answer)} to the question for it`;
}

/** Releases have had it in a dictionary, and as a setting of its own. */
function checkFeature(place: 'LMS' | 'CMS', name: string, found: Report | string): Finding {
  const named = { place, setting: name };
  const value = `FEATURES["${name}"] = True`;
  if (typeof found === 'string') return unseen(named, found, value);
  const known = found.django_settings.filter((each) => [name, `FEATURES['${name}']`].includes(each.name));
  if (known.length === 0) return unseen(named, 'not among the switches that are shown', value);
  return known.some(({ is_active: isOn }) => isOn) ? set(named, 'on') : missing(named, 'off', value);
}

/** The last word has the course, then its organisation, then the flag itself. */
function isOnFor(course: string, flag: Flag): boolean {
  const organisation = /^course-v1:([^+]+)\+/.exec(course)?.[1];
  const nearest =
    flag.course_overrides.find(({ course_id: id }) => id === course) ??
    flag.org_overrides.find(({ org }) => org === organisation);
  return nearest ? nearest.force === 'on' : flag.everyone === 'yes';
}

function checkFlag({ course }: Site, found: Report | string): Finding {
  const value = `./manage.py lms waffle_flag --create --everyone ${FLAG}`;
  if (typeof found === 'string') return unseen(FLAG_NAMED, found, value);
  const flag = found.waffle_flags.find(({ name }) => name === FLAG);
  if (!flag) return missing(FLAG_NAMED, 'off', value);
  if (course !== null) {
    return isOnFor(course, flag)
      ? set(FLAG_NAMED, 'on for the course')
      : missing(FLAG_NAMED, 'off for the course', value);
  }
  if (flag.everyone === 'yes') return set(FLAG_NAMED, 'on');
  const forced = [...flag.course_overrides, ...flag.org_overrides].filter(({ force }) => force === 'on');
  if (forced.length === 0) return missing(FLAG_NAMED, 'off', value);
  return set(FLAG_NAMED, `on for ${forced.map((each) => each.course_id ?? each.org).join(', ')} only`);
}

/** The features and the flag that lead the platform to an exams service. */
export async function checkSwitches(site: Site): Promise<Finding[]> {
  const [lms, cms] = await Promise.all([readReport(site, site.lms), readReport(site, site.cms)]);
  return [
    ...FEATURES.map((name) => checkFeature('LMS', name, lms)),
    ...FEATURES.map((name) => checkFeature('CMS', name, cms)),
    checkFlag(site, typeof cms === 'string' ? lms : cms),
  ];
}
