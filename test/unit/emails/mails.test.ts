import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MailName, MailRenderer, RenderedMail, StatusMailProps } from '../../../emails/index.ts';
import { loadMails, MAIL_NAMES, MAILS } from '../../../emails/index.ts';

/** Gmail cuts what is longer and hides it behind a link. */
const CLIPPING_LIMIT_BYTES = 102 * 1024;

const PROPS: StatusMailProps = {
  learner_name: 'Alice Learner',
  exam_name: 'Midterm',
  course_name: 'Chemistry',
  course_url: 'https://learning.example.org/course/course-v1:Ref+C101+2030/home',
  platform: 'Example University',
  contact_url: 'mailto:proctoring@example.org',
  contact_url_text: 'proctoring@example.org',
};

let mails: MailRenderer;
beforeAll(async () => {
  mails = await loadMails();
});

function everyMail(): { name: string; language: string; rendered: RenderedMail }[] {
  return MAIL_NAMES.flatMap((mail) =>
    mails.languages(mail, null).flatMap((language) =>
      Object.entries(MAILS[mail].samples).map(([sample, props]) => ({
        name: `${mail}, ${language}, ${sample}`,
        language,
        rendered: mails.render(mail, null, props, language),
      })),
    ),
  );
}

describe('the text part', () => {
  it('of "submitted" promises the result', () => {
    expect(mails.render('submitted', null, PROPS, 'en').text).toBe(`Hello Alice Learner,

Your proctored exam “Midterm” in Chemistry has arrived.

Next, the record of your session is reviewed. The result comes to you by e-mail within five working days; your grade may appear in the course later than that.

Open the course:
https://learning.example.org/course/course-v1:Ref+C101+2030/home

Example University sends this message to people who took a proctored exam. Replies to it are not read.`);
  });

  it('of "verified" says that all is well and where to ask', () => {
    expect(mails.render('verified', null, PROPS, 'en').text).toBe(`Hello Alice Learner,

Your proctored exam “Midterm” in Chemistry has been reviewed.

Your session met every requirement for proctored exams. You need not do anything more.

Is there something you would like to ask about this result? You can reach us here:
proctoring@example.org

Open the course:
https://learning.example.org/course/course-v1:Ref+C101+2030/home

Example University sends this message to people who took a proctored exam. Replies to it are not read.`);
  });

  it('of "rejected" gives examples and the way to appeal', () => {
    expect(mails.render('rejected', null, PROPS, 'en').text).toBe(`Hello Alice Learner,

Your proctored exam “Midterm” in Chemistry has been reviewed.

The review found that rules of the exam were broken. Your session therefore does not meet the requirements for proctored exams.

Common reasons for this result:
- a website or a phone was used during the exam
- the photo ID was missing or could not be recognised
- another person helped

Do you think this result is wrong? You can appeal here; please add everything that helps us to look at it again:
proctoring@example.org

Open the course:
https://learning.example.org/course/course-v1:Ref+C101+2030/home

Example University sends this message to people who took a proctored exam. Replies to it are not read.`);
  });

  it('is there in German', () => {
    expect(mails.render('submitted', null, { ...PROPS, course_name: null }, 'de').text).toBe(`Guten Tag Alice Learner,

Ihre beaufsichtigte Prüfung „Midterm“ in Ihrem Kurs ist angekommen.

Als Nächstes wird die Aufzeichnung Ihrer Sitzung durchgesehen. Das Ergebnis erhalten Sie innerhalb von fünf Arbeitstagen per E-Mail; Ihre Note kann auch später im Kurs erscheinen.

Zum Kurs:
https://learning.example.org/course/course-v1:Ref+C101+2030/home

Example University schickt diese Nachricht an alle, die eine beaufsichtigte Prüfung abgelegt haben. Antworten darauf werden nicht gelesen.`);
  });
});

describe('the German text part', () => {
  it('of "rejected" asks for another look at the session, not for another exam', () => {
    expect(mails.render('rejected', null, PROPS, 'de').text).toBe(`Guten Tag Alice Learner,

Ihre beaufsichtigte Prüfung „Midterm“ in Chemistry wurde durchgesehen.

Dabei wurden Verstöße gegen die Prüfungsregeln festgestellt. Ihre Sitzung erfüllt daher die Anforderungen an beaufsichtigte Prüfungen nicht.

Häufige Gründe für dieses Ergebnis:
- Während der Prüfung wurde eine Website oder ein Telefon benutzt.
- Der Lichtbildausweis fehlte oder war nicht zu erkennen.
- Eine andere Person hat geholfen.

Halten Sie dieses Ergebnis für falsch? Hier können Sie Einspruch einlegen; nennen Sie bitte alles, was uns bei einer erneuten Durchsicht hilft:
proctoring@example.org

Zum Kurs:
https://learning.example.org/course/course-v1:Ref+C101+2030/home

Example University schickt diese Nachricht an alle, die eine beaufsichtigte Prüfung abgelegt haben. Antworten darauf werden nicht gelesen.`);
  });

  it('of "verified" says that all is well and where to ask', () => {
    expect(mails.render('verified', null, PROPS, 'de').text).toBe(`Guten Tag Alice Learner,

Ihre beaufsichtigte Prüfung „Midterm“ in Chemistry wurde durchgesehen.

Ihre Sitzung hat alle Anforderungen an beaufsichtigte Prüfungen erfüllt. Sie müssen nichts weiter tun.

Haben Sie eine Frage zu diesem Ergebnis? Hier erreichen Sie uns:
proctoring@example.org

Zum Kurs:
https://learning.example.org/course/course-v1:Ref+C101+2030/home

Example University schickt diese Nachricht an alle, die eine beaufsichtigte Prüfung abgelegt haben. Antworten darauf werden nicht gelesen.`);
  });
});

describe('subject and template name', () => {
  it.each<[MailName, string, string]>([
    ['submitted', 'Proctoring attempt submitted', 'emails/proctoring_attempt_submitted_email.html'],
    ['verified', 'Proctoring attempt verified', 'emails/proctoring_attempt_satisfactory_email.html'],
    ['rejected', 'Proctoring attempt rejected', 'emails/proctoring_attempt_unsatisfactory_email.html'],
  ])('of "%s" are constant', (mail, subject, template) => {
    const rendered = ['en', 'de'].map((locale) => mails.render(mail, 'proctorio', PROPS, locale));
    expect(rendered.map((one) => [one.subject, one.template])).toEqual([
      [subject, template],
      [subject, template],
    ]);
  });
});

describe('the language', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE_ch', 'de'],
    ['en-GB', 'en'],
    ['fr', 'en'],
    ['', 'en'],
    [null, 'en'],
  ])('for the locale %j is %s', (locale, language) => {
    expect(mails.render('submitted', null, PROPS, locale).html).toContain(`<html lang="${language}"`);
  });

  it.each(['partials', ...MAIL_NAMES])('has the same texts in all catalogues of %s', (folder) => {
    const path = join(import.meta.dirname, '../../../emails', folder);
    const keys = readdirSync(path)
      .filter((file) => file.startsWith('texts.'))
      .map((file) => Object.keys(JSON.parse(readFileSync(join(path, file), 'utf8')) as object).sort());
    expect(keys.length).toBe(2);
    expect(keys[1]).toEqual(keys[0]);
  });
});

describe('values', () => {
  const evil = 'A <b>&"x"';

  it('are escaped in the HTML part and left as they are in the text part', () => {
    const { html, text } = mails.render('verified', null, { ...PROPS, exam_name: evil, learner_name: evil }, 'en');
    expect(html).toContain('“A &lt;b&gt;&amp;&quot;x&quot;”');
    expect(html).toContain('Hello A &lt;b&gt;&amp;&quot;x&quot;,');
    expect(html).not.toContain('<b>');
    expect(text).toContain('Your proctored exam “A <b>&"x"” in Chemistry has been reviewed.');
  });

  it('are escaped in attributes', () => {
    const contact = `https://example.org/?q="><script>&b='`;
    const { html } = mails.render(
      'rejected',
      null,
      { ...PROPS, contact_url: contact, contact_url_text: contact },
      'en',
    );
    const escaped = 'https://example.org/?q=&quot;&gt;&lt;script&gt;&amp;b=&#39;';
    expect(html).toContain(`<a href="${escaped}">${escaped}</a>`);
  });

  it('that look like placeholders stay text', () => {
    const { html, text } = mails.render('submitted', null, { ...PROPS, exam_name: '{{contact_url}} $& $1' }, 'en');
    expect(html).toContain('“{{contact_url}} $&amp; $1”');
    expect(text).toContain('“{{contact_url}} $& $1”');
  });

  it('cannot bring lines of their own', () => {
    const { text } = mails.render('submitted', null, { ...PROPS, exam_name: 'Mid\r\n\r\nterm\u0007' }, 'en');
    expect(text).toContain('“Mid term”');
  });

  it.each(['javascript:alert(1)', '/support', 'not a link'])(
    'are refused when the contact link is %j',
    (contactUrl) => {
      expect(() => mails.render('verified', null, { ...PROPS, contact_url: contactUrl }, 'en')).toThrow('contact_url');
    },
  );

  it('give the same mail every time', () => {
    expect(mails.render('rejected', null, PROPS, 'de')).toEqual(mails.render('rejected', null, PROPS, 'de'));
  });
});

describe('every mail', () => {
  it('exists for three statuses in two languages', () => {
    expect(everyMail().length).toBe(12);
  });

  it('stays far under the length at which it would be clipped', () => {
    const longest = Math.max(...everyMail().map(({ rendered }) => Buffer.byteLength(rendered.html)));
    expect(longest).toBeGreaterThan(1_000);
    expect(longest).toBeLessThan(CLIPPING_LIMIT_BYTES / 2);
  });

  it('has absolute links only, and loads nothing from anywhere', () => {
    const links = everyMail().flatMap(({ rendered }) => [...rendered.html.matchAll(/(?:href|src)="([^"]*)"/g)]);
    expect(links.length).toBeGreaterThan(12);
    expect(links.map(([, link = '']) => link).filter((link) => !/^(https?:\/\/|mailto:)/.test(link))).toEqual([]);
    expect(everyMail().filter(({ rendered }) => /<(img|link|script)\b|@import|url\(/.test(rendered.html))).toEqual([]);
  });

  it('tells its language, a title and one heading, and hides layout tables from screen readers', () => {
    for (const { name, language, rendered } of everyMail()) {
      const heading = /<h1>([^<]+)<\/h1>/.exec(rendered.html)?.[1];
      expect(rendered.html, name).toContain(`<html lang="${language}"`);
      expect(rendered.html, name).toContain(`<title>${heading}</title>`);
      expect(rendered.html.match(/<h1>/g)?.length, name).toBe(1);
      expect([...rendered.html.matchAll(/<table(?![^>]*role="presentation")/g)], name).toEqual([]);
    }
  });

  it('knows light and dark', () => {
    for (const { name, rendered } of everyMail()) {
      expect(rendered.html, name).toContain('<meta name="color-scheme" content="light dark" />');
      expect(rendered.html, name).toContain('@media (prefers-color-scheme: dark)');
    }
  });

  it.each(MAIL_NAMES.flatMap((mail) => ['en', 'de'].map((language) => [mail, language] as const)))(
    'says the same in HTML and text (%s, %s)',
    (mail, language) => {
      const { html, text } = mails.render(mail, null, PROPS, language);
      const visible = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
      const lines = text.split('\n').map((line) => line.replace(/^- |:$/g, ''));
      expect(lines.filter((line) => !visible.includes(line))).toEqual([PROPS.course_url]);
    },
  );
});

describe('colours', () => {
  const partials = ['head', 'header', 'footer']
    .map((name) => readFileSync(join(import.meta.dirname, `../../../emails/partials/${name}.mjml`), 'utf8'))
    .join('\n');
  const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
      channel(Number.parseInt(colour.slice(at, at + 2), 16) / 255),
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  it.each([
    ['text', '#1f2933', '#ffffff'],
    ['quiet text', '#52606d', '#ffffff'],
    ['a link', '#0b5cad', '#ffffff'],
    ['text in the dark', '#e6ebf1', '#1b232d'],
    ['quiet text in the dark', '#aab6c3', '#1b232d'],
    ['a link in the dark', '#8ec5ff', '#1b232d'],
  ])('of %s have the contrast that WCAG AA wants', (_what, ink, paper) => {
    const [light = 0, dark = 0] = [luminance(ink), luminance(paper)].sort((one, other) => other - one);
    expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
    expect(partials).toContain(ink);
    expect(partials).toContain(paper);
  });
});
