import { LMS_DATA } from '../../../dev/stand-ins/mock-lms/demo-data.ts';
import type { CloudEvent } from '../../../lms/cloud-events.ts';
import type { Delivery } from '../../../dev/stand-ins/mock-lms/received.ts';
import type { CaughtMail } from '../../../dev/stand-ins/mail-catcher/mailbox.ts';
import { startMailCatcher } from '../../../dev/stand-ins/mail-catcher/start-mail-catcher.ts';
import { until } from '../../../dev/until.ts';
import { LMS_SECRET, LMS_TOKEN, startMockLms } from '../../support/mock-lms.ts';
import { startScriptedVendor } from '../../support/scripted-vendor.ts';

/** How a stand-in misbehaves; `{}` ends that. */
export interface Failure {
  mode?: 'none' | 'refuse' | 'slow' | 'down' | 'forgetful' | 'hold' | 'hold-taken';
  status?: number;
  delay_ms?: number;
  applies_to?: 'events' | 'lookups' | 'both';
}

/** A stand-in's switches, over HTTP as people use them. */
function switchesOf(url: string) {
  const held = async () => (await (await fetch(`${url}/api/held`)).json()) as string[];
  return {
    async behave(failure: Failure): Promise<void> {
      const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(failure) };
      const response = await fetch(`${url}/api/failure`, init);
      if (!response.ok) throw new Error(await response.text());
    },
    /** Waits until something is held whose name has `part` in it. */
    holding: (part: string) => until(async () => (await held()).some((name) => name.includes(part)), `holding ${part}`),
    /** Lets go of what has `part` in its name. */
    async release(part = ''): Promise<void> {
      await fetch(`${url}/api/held?name=${encodeURIComponent(part)}`, { method: 'DELETE' });
    },
  };
}

const VENDOR_ANSWER = { id: 'vendor-attempt', status: 'deleted' };

/** Course whose grades a rejection leaves alone. */
export const LENIENT_COURSE = 'course-v1:Test+Lenient+2030';

/** Course that the LMS knows and answers about, from the second question on without being asked. */
export const KNOWN_COURSE = 'course-v1:Test+Known+2030';

/** All that effects reach: the mail catcher, the mock LMS and a vendor, over real connections. */
export async function startOutside() {
  const catcher = await startMailCatcher({ smtp: 0, web: 0 });
  const course = { name: 'Lenient', overrides_grade_on_rejected: false };
  const lms = await startMockLms({
    data: LMS_DATA.parse({ courses: { [LENIENT_COURSE]: course, [KNOWN_COURSE]: { name: 'Known' } } }),
  });
  const vendor = await startScriptedVendor();
  vendor.otherwise({ body: VENDOR_ANSWER });
  const credentials = { client_id: 'effects', client_secret: 'effects-secret', base_url: vendor.url };
  const backends = {
    DEFAULT: 'watched',
    watched: { type: 'rest', verbose_name: 'Watched', ...credentials },
    plain: { type: 'mock', verbose_name: 'Plain' },
  };
  const caught = async () => (await (await fetch(`${catcher.url}/api/messages`)).json()) as CaughtMail[];
  const mailsTo = async (address: string) =>
    (await caught()).filter(({ envelope }) => envelope.to.includes(address)).toReversed();
  return {
    /** Settings of a worker that talks to them. */
    env: {
      SMTP_URL: catcher.smtpUrl,
      LMS_URL: lms.url,
      LMS_TOKEN,
      LMS_WEBHOOK_SECRET: LMS_SECRET,
      PROCTORING_BACKENDS: JSON.stringify(backends),
      PUBLIC_URL: 'https://proctoring.example',
    },
    vendor,
    mail: {
      ...switchesOf(catcher.url),
      /** Emails to the address, oldest first. */
      to: mailsTo,
      /** Waits for the first email to the address. */
      arrives: (address: string) => until(async () => (await mailsTo(address)).length > 0, `a mail to ${address}`),
    },
    lms: {
      ...switchesOf(lms.url),
      /** Every event about the attempt in the order in which it was first taken, with its repeats. */
      async about(attemptCode: string): Promise<Delivery[]> {
        const { deliveries } = await lms.received();
        return deliveries.filter(({ event }) => event.subject === attemptCode).toReversed();
      },
    },
    async close() {
      await Promise.all([catcher.close(), lms.close(), vendor.close()]);
    },
  };
}

export type Outside = Awaited<ReturnType<typeof startOutside>>;
export type { CaughtMail, CloudEvent, Delivery };
