import { createHash } from 'node:crypto';
import type { MailName, MailRenderer } from '../../emails/index.ts';
import type { LearnerRef, LmsLookups } from '../../lms/port.ts';
import type { VendorRegistry } from '../../vendors/port.ts';
import type { Mail } from '../../emails/delivery/port.ts';

/** Which email, about what, and its recipient; the caller looks these up from ids. */
export interface StatusMailInput {
  /** `attempt_code/version/effect`: the same on every try. */
  effectKey: string;
  mail: MailName;
  /** Address and name from the last sign-in, in case the LMS has none. */
  learner: LearnerRef & { email: string | null; fullName: string | null };
  course: string;
  examName: string;
  /** The name on the exam; null or blank: none. */
  backend: string | null;
}

export interface StatusMailDeps {
  mails: MailRenderer;
  lookups: Pick<LmsLookups, 'creditState' | 'escalationEmail'>;
  vendors: Pick<VendorRegistry, 'get' | 'names'>;
  site: {
    /** Host name, perhaps with a port. */
    name: string;
    /** Scheme and host of the LMS, no trailing slash. */
    url: string;
    platformName: string;
    statusEmailFrom: string;
    /** No trailing slash. */
    learningMfeUrl: string;
  };
}

/** Builds the email that tells a learner the new status of their attempt; null if they have no address (emails §4). */
export async function composeStatusMail(input: StatusMailInput, deps: StatusMailDeps): Promise<Mail | null> {
  const { learner, course, site } = { ...input, ...deps };
  const [credit, contact] = await Promise.all([
    deps.lookups.creditState({ id: learner.id, username: learner.username }, course),
    contactLink(input, deps),
  ]);
  const to = credit?.email?.trim() || learner.email?.trim();
  if (!to) return null;
  const props = {
    learner_name: credit?.fullName || learner.fullName,
    exam_name: input.examName,
    course_name: credit?.courseName ?? null,
    course_url: `${site.learningMfeUrl}/course/${encodeURI(course)}/home`,
    platform: site.platformName,
    contact_url: contact.url,
    contact_url_text: contact.text,
  };
  return {
    ...deps.mails.render(input.mail, input.backend || null, props, credit?.language ?? null),
    to,
    from: site.statusEmailFrom,
    messageId: messageIdOf(input.effectKey, site.name),
  };
}

/** The same key always gives the same Message-ID, so the receiver can recognise an email that was sent twice. */
export function messageIdOf(effectKey: string, siteName: string): string {
  return `<${createHash('sha256').update(effectKey).digest('hex')}@${siteName.replace(/:\d+$/, '')}>`;
}

/** The course's escalation address, else the back-end's contact link, else the site's contact page (emails §6). */
async function contactLink(input: StatusMailInput, deps: StatusMailDeps): Promise<{ url: string; text: string }> {
  const address = (await deps.lookups.escalationEmail(input.course))?.trim();
  if (address) return { url: `mailto:${encodeURIComponent(address).replaceAll('%40', '@')}`, text: address };
  const ofBackend = backendContact(input.backend, deps.vendors);
  const url = ofBackend && isLink(ofBackend) ? ofBackend : `${deps.site.url}/support/contact_us`;
  return { url, text: url };
}

/** A back-end that is no longer configured has no link, but its learners still get their email. */
function backendContact(backend: string | null, vendors: StatusMailDeps['vendors']): string | null {
  return backend && vendors.names.includes(backend) ? vendors.get(backend).contactUrl : null;
}

function isLink(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:', 'mailto:'].includes(new URL(url).protocol);
}
