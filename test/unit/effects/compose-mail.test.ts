import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StatusMailDeps, StatusMailInput } from '../../../activities/effects/compose-mail.ts';
import { composeStatusMail } from '../../../activities/effects/compose-mail.ts';
import type { Vendor } from '../../../vendors/port.ts';
import type { MailRenderer } from '../../../emails/index.ts';
import { loadMails } from '../../../emails/index.ts';

const COURSE = 'course-v1:Ref+C101+2030';
const INPUT: StatusMailInput = {
  effectKey: 'A1B2/7/mail',
  mail: 'verified',
  learner: { id: 1, username: 'alice', email: 'alice@example.org', fullName: 'Alice Learner' },
  course: COURSE,
  examName: 'Midterm',
  backend: 'proctorio',
};

let mails: MailRenderer;
beforeAll(async () => {
  mails = await loadMails();
});

interface World {
  escalation?: string | null;
  backendContact?: string | null;
  courseName?: string | null;
  /** The account as the LMS has it; null: unknown to the LMS. */
  account?: { email: string | null; fullName: string | null } | null;
  language?: string | null;
  siteName?: string;
}

function deps({
  escalation = null,
  backendContact = null,
  courseName = 'Chemistry',
  account = { email: null, fullName: null },
  language = null,
  siteName,
}: World = {}): StatusMailDeps {
  return {
    mails,
    lookups: {
      escalationEmail: () => Promise.resolve(escalation),
      creditState: () =>
        Promise.resolve(
          account && {
            enrollmentMode: null,
            mayTakeProctoredExams: true,
            courseName,
            courseEnd: null,
            ...account,
            language,
            requirements: [],
          },
        ),
    },
    vendors: { names: ['proctorio'], get: () => ({ contactUrl: backendContact }) as Vendor },
    site: {
      name: siteName ?? 'lms.example.org',
      url: 'https://lms.example.org',
      platformName: 'Example University',
      statusEmailFrom: 'no-reply@example.org',
      learningMfeUrl: 'https://learning.example.org',
    },
  };
}

async function textOf(input: Partial<StatusMailInput>, world?: World): Promise<string | undefined> {
  return (await composeStatusMail({ ...INPUT, ...input }, deps(world)))?.text;
}

describe('composing a status mail', () => {
  it('fills envelope, record and text', async () => {
    const mail = await composeStatusMail(INPUT, deps());
    expect(mail).toEqual({
      to: 'alice@example.org',
      from: 'no-reply@example.org',
      subject: 'Proctoring attempt verified',
      template: 'emails/proctoring_attempt_satisfactory_email.html',
      messageId: `<${createHash('sha256').update('A1B2/7/mail').digest('hex')}@lms.example.org>`,
      html: expect.stringContaining('Hello Alice Learner,'),
      text: `Hello Alice Learner,

The review of your proctored exam “Midterm” in Chemistry is complete.

Your session met every requirement for proctored exams. You do not need to do anything else.

If you have any questions about this result, you can contact us here:
https://lms.example.org/support/contact_us

Open the course:
https://learning.example.org/course/course-v1:Ref+C101+2030/home

Example University sends this message to everyone who takes a proctored exam. Replies to this address are not read.`,
    });
  });

  it.each([null, '', '  '])('makes no mail for the address %j', async (email) => {
    const learner = { ...INPUT.learner, email };
    expect(await composeStatusMail({ ...INPUT, learner }, deps())).toBeNull();
  });

  it.each([
    ['a newer address', { email: 'alice@example.org', fullName: 'Alice Learner' }],
    ['the only address', { email: '', fullName: '' }],
  ])('writes to the account as the LMS has it now (%s)', async (_case, ours) => {
    const learner = { ...INPUT.learner, ...ours };
    const account = { email: 'alice@new.example.org', fullName: 'Alice Newname' };
    const mail = await composeStatusMail({ ...INPUT, learner }, deps({ account }));
    expect({ to: mail?.to, greeting: mail?.text.split('\n')[0] }).toEqual({
      to: 'alice@new.example.org',
      greeting: 'Hello Alice Newname,',
    });
  });

  it.each([
    ['does not know the person', null],
    ['says nothing of the account', { email: null, fullName: null }],
    ['has a blank account', { email: ' ', fullName: '' }],
  ])('writes to the address of the last sign-in when the LMS %s', async (_case, account) => {
    const mail = await composeStatusMail(INPUT, deps({ account }));
    expect({ to: mail?.to, greeting: mail?.text.split('\n')[0] }).toEqual({
      to: 'alice@example.org',
      greeting: 'Hello Alice Learner,',
    });
  });

  it('gives every try of an effect the same Message-ID and every effect its own', async () => {
    const ids = [];
    for (const effectKey of ['A/1/mail', 'A/1/mail', 'A/2/mail']) {
      ids.push((await composeStatusMail({ ...INPUT, effectKey }, deps()))?.messageId);
    }
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  it('leaves the port of the site out of the Message-ID', async () => {
    const mail = await composeStatusMail(INPUT, deps({ siteName: 'localhost:8000' }));
    expect(mail?.messageId).toMatch(/^<[0-9a-f]{64}@localhost>$/);
  });

  it('uses the words for "your course" when the LMS knows no name', async () => {
    expect(await textOf({}, { courseName: null })).toContain('“Midterm” in your course is complete.');
    expect(await textOf({}, { language: 'de-AT', courseName: null })).toContain(
      '„Midterm“ in Ihrem Kurs ist abgeschlossen.',
    );
  });

  it('greets without a name who has none', async () => {
    const learner = { ...INPUT.learner, fullName: null };
    expect((await textOf({ learner }))?.split('\n')[0]).toBe('Hello,');
  });
});

describe('the contact link', () => {
  const backendContact = 'https://proctorio.example.com/help?topic=a&lang=b';
  const fallBack = 'https://lms.example.org/support/contact_us';

  it.each([
    [
      'the escalation address before all',
      {},
      { escalation: 'help+exam@example.org', backendContact },
      'help+exam@example.org',
    ],
    ["the back-end's link without an address", {}, { backendContact }, backendContact],
    ["the site's page without either", {}, {}, fallBack],
    ["the site's page when the address is blank", {}, { escalation: ' ' }, fallBack],
    ["the site's page when the back-end's link is none", {}, { backendContact: 'javascript:alert(1)' }, fallBack],
    ["the site's page when the exam has no back-end", { backend: null }, { backendContact }, fallBack],
    ["the site's page when the back-end is no longer configured", { backend: 'gone' }, { backendContact }, fallBack],
  ])('is %s', async (_case, input, world, expected) => {
    expect((await textOf(input, world))?.split('\n')).toContain(expected);
  });

  it('is a mailto: link for an address', async () => {
    const mail = await composeStatusMail(INPUT, deps({ escalation: 'help+exam@example.org' }));
    expect(mail?.html).toContain('<a href="mailto:help%2Bexam@example.org">help+exam@example.org</a>');
  });

  it('is escaped in the HTML part', async () => {
    const mail = await composeStatusMail(INPUT, deps({ backendContact }));
    const escaped = 'https://proctorio.example.com/help?topic=a&amp;lang=b';
    expect(mail?.html).toContain(`<a href="${escaped}">${escaped}</a>`);
  });
});
