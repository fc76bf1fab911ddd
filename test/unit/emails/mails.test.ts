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

We have received your proctored exam “Midterm” in Chemistry.

Your session will now be reviewed. You will receive the result by email within five working days. It may take longer for your grade to appear in the course.

Open the course:
https://learning.example.org/course/course-v1:Ref+C101+2030/home

Example University sends this message to everyone who takes a proctored exam. Replies to this address are not read.`);
  });

  it('of "verified" says that all is well and where to ask', () => {
    expect(mails.render('verified', null, PROPS, 'en').text).toBe(`Hello Alice Learner,

The review of your proctored exam “Midterm” in Chemistry is complete.

Your session met every requirement for proctored exams. You do not need to do anything else.

If you have any questions about this result, you can contact us here:
proctoring@example.org

Open the course:
https://learning.example.org/course/course-v1:Ref+C101+2030/home

Example University sends this message to everyone who takes a proctored exam. Replies to this address are not read.`);
  });

  it('of "rejected" gives examples and the way to appeal', () => {
    expect(mails.render('rejected', null, PROPS, 'en').text).toBe(`Hello Alice Learner,

The review of your proctored exam “Midterm” in Chemistry is complete.

The review found that exam rules were broken, so your session did not meet the requirements for proctored exams.

Common reasons for this result:
- a website or phone was used during the exam
- the photo ID was missing or could not be read
- another person helped

If you believe this result is wrong, you can appeal here. Please include anything that could help us review your exam again:
proctoring@example.org

Open the course:
https://learning.example.org/course/course-v1:Ref+C101+2030/home

Example University sends this message to everyone who takes a proctored exam. Replies to this address are not read.`);
  });

  it('is there in German', () => {
    expect(mails.render('submitted', null, { ...PROPS, course_name: null }, 'de').text).toBe(`Guten Tag Alice Learner,

Ihre beaufsichtigte Prüfung „Midterm“ in Ihrem Kurs ist bei uns eingegangen.

Ihre Sitzung wird nun überprüft. Das Ergebnis erhalten Sie innerhalb von fünf Werktagen per E-Mail. Es kann etwas länger dauern, bis Ihre Note im Kurs angezeigt wird.

Zum Kurs:
https://learning.example.org/course/course-v1:Ref+C101+2030/home

Example University sendet diese Nachricht an alle, die eine beaufsichtigte Prüfung ablegen. Antworten an diese Adresse werden nicht gelesen.`);
  });
});

describe('the German text part', () => {
  it('of "rejected" asks for another look at the session, not for another exam', () => {
    expect(mails.render('rejected', null, PROPS, 'de').text).toBe(`Guten Tag Alice Learner,

Die Überprüfung Ihrer beaufsichtigten Prüfung „Midterm“ in Chemistry ist abgeschlossen.

Dabei wurden Verstöße gegen die Prüfungsregeln festgestellt. Ihre Sitzung erfüllt deshalb nicht die Anforderungen an beaufsichtigte Prüfungen.

Häufige Gründe für dieses Ergebnis:
- Während der Prüfung wurde eine Website oder ein Telefon genutzt.
- Der Lichtbildausweis fehlte oder war nicht lesbar.
- Eine andere Person hat bei der Prüfung geholfen.

Wenn Sie mit diesem Ergebnis nicht einverstanden sind, können Sie hier Einspruch einlegen. Bitte geben Sie alles an, was uns bei einer erneuten Überprüfung helfen kann:
proctoring@example.org

Zum Kurs:
https://learning.example.org/course/course-v1:Ref+C101+2030/home

Example University sendet diese Nachricht an alle, die eine beaufsichtigte Prüfung ablegen. Antworten an diese Adresse werden nicht gelesen.`);
  });

  it('of "verified" says that all is well and where to ask', () => {
    expect(mails.render('verified', null, PROPS, 'de').text).toBe(`Guten Tag Alice Learner,

Die Überprüfung Ihrer beaufsichtigten Prüfung „Midterm“ in Chemistry ist abgeschlossen.

Ihre Sitzung hat alle Anforderungen an beaufsichtigte Prüfungen erfüllt. Sie müssen nichts weiter tun.

Wenn Sie Fragen zu diesem Ergebnis haben, erreichen Sie uns hier:
proctoring@example.org

Zum Kurs:
https://learning.example.org/course/course-v1:Ref+C101+2030/home

Example University sendet diese Nachricht an alle, die eine beaufsichtigte Prüfung ablegen. Antworten an diese Adresse werden nicht gelesen.`);
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
    expect(text).toContain('The review of your proctored exam “A <b>&"x"” in Chemistry is complete.');
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
