import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RenderedMail, StatusMailProps } from '../../../emails/index.ts';
import { loadMails, MailTemplateError } from '../../../emails/index.ts';

const PROPS: StatusMailProps = {
  learner_name: null,
  exam_name: 'Midterm',
  course_name: 'Chemistry',
  course_url: 'https://learning.example.org/course/c/home',
  platform: 'Example University',
  contact_url: 'mailto:proctoring@example.org',
  contact_url_text: 'proctoring@example.org',
};
const TEMPLATE = `<mjml lang="{{locale}}"><mj-body><mj-section><mj-column>
<mj-text>Own layout for {{exam_name}} ({{status}})</mj-text>{{slot.contact_information}}
</mj-column></mj-section></mj-body></mjml>`;
const FOOTER = '<mj-section><mj-column><mj-text>Bye</mj-text></mj-column></mj-section>';
const TEXT = 'Own text for {{exam_name}}\n\n{{slot.contact_information}}';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mail-overrides-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const load = () => loadMails({ overridesDir: folder });
const firstLines = ({ text }: RenderedMail) => text.split('\n').filter(Boolean).slice(0, 2);

describe('an override of a whole mail', () => {
  beforeEach(() => put({ 'acme/verified/template.mjml': TEMPLATE, 'acme/verified/text.txt': TEXT }));

  it('is used for that mail of that back-end, and named in the record', async () => {
    const rendered = (await load()).render('verified', 'acme', PROPS, 'en');
    expect(rendered.template).toBe('emails/proctoring/acme/proctoring_attempt_satisfactory_email.html');
    expect(rendered.subject).toBe('Proctoring attempt verified');
    expect(rendered.html).toContain('Own layout for Midterm (verified)');
    expect(rendered.text).toBe(`Own text for Midterm

If you have any questions about this result, you can contact us here:
proctoring@example.org`);
  });

  it.each([
    ['rejected', 'acme', 'emails/proctoring_attempt_unsatisfactory_email.html'],
    ['verified', 'other', 'emails/proctoring_attempt_satisfactory_email.html'],
    ['verified', null, 'emails/proctoring_attempt_satisfactory_email.html'],
    ['verified', '../acme', 'emails/proctoring_attempt_satisfactory_email.html'],
    ['verified', '__proto__', 'emails/proctoring_attempt_satisfactory_email.html'],
  ] as const)('leaves %s of %s as it is', async (mail, backend, template) => {
    const mails = await load();
    expect(mails.render(mail, backend, PROPS, 'en')).toEqual({
      ...(await loadMails()).render(mail, null, PROPS, 'en'),
      template,
    });
  });
});

describe('an override of a part', () => {
  it('replaces one slot in HTML and text', async () => {
    put({
      'acme/rejected/introduction.mjml': '<mj-text>ACME looked at {{exam_name}}.</mj-text>',
      'acme/rejected/introduction.txt': 'ACME looked at {{exam_name}}.',
    });
    const rendered = (await load()).render('rejected', 'acme', PROPS, 'en');
    expect(rendered.template).toBe('emails/proctoring/acme/proctoring_attempt_unsatisfactory_email.html');
    expect(rendered.html).toContain('ACME looked at Midterm.');
    expect(rendered.html).toContain('The review found that exam rules were broken');
    expect(firstLines(rendered)).toEqual(['Hello,', 'ACME looked at Midterm.']);
  });

  it('replaces one text in one language', async () => {
    put({ 'acme/submitted/texts.en.json': '{"introduction": "ACME & you: {{exam_name}}."}' });
    const mails = await load();
    expect(firstLines(mails.render('submitted', 'acme', PROPS, 'en'))).toEqual(['Hello,', 'ACME & you: Midterm.']);
    expect(mails.render('submitted', 'acme', PROPS, 'en').html).toContain('<p>ACME &amp; you: Midterm.</p>');
    expect(firstLines(mails.render('submitted', 'acme', PROPS, 'de'))).toEqual([
      'Guten Tag,',
      'Ihre beaufsichtigte Prüfung „Midterm“ in Chemistry ist bei uns eingegangen.',
    ]);
  });

  it('adds a language', async () => {
    put({
      'partials/texts.nl.json': JSON.stringify({
        greeting: 'Hallo,',
        greeting_named: 'Hallo {{learner_name}},',
        your_course: 'je cursus',
        open_course: 'Naar de cursus',
        footer: 'Van {{platform}}.',
      }),
      'submitted/texts.nl.json': JSON.stringify({
        preview: 'Ontvangen',
        heading: 'Ontvangen',
        introduction: '{{exam_name}} is ontvangen.',
        status_information: 'De uitslag komt per e-mail.',
      }),
    });
    const mails = await load();
    expect(mails.languages('submitted', null)).toEqual(['de', 'en', 'nl']);
    expect(mails.languages('verified', null)).toEqual(['de', 'en']);
    const rendered = mails.render('submitted', 'any', PROPS, 'nl-BE');
    expect(firstLines(rendered)).toEqual(['Hallo,', 'Midterm is ontvangen.']);
    expect(rendered.template).toBe('emails/proctoring_attempt_submitted_email.html');
  });

  it('replaces a partial for all back-ends, and for one before all', async () => {
    const header = (name: string) =>
      `<mj-section><mj-column><mj-text>${name} {{text.heading}}</mj-text></mj-column></mj-section>`;
    put({ 'partials/header.mjml': header('Common'), 'acme/partials/header.mjml': header('ACME') });
    const mails = await load();
    expect(mails.render('submitted', 'other', PROPS, 'en').html).toContain('Common Your exam has been submitted');
    expect(mails.render('submitted', 'acme', PROPS, 'en').html).toContain('ACME Your exam has been submitted');
  });

  it('brings a partial and a text of its own, which one mail uses', async () => {
    put({
      'partials/texts.en.json': '{"motto": "Learn & earn"}',
      'partials/texts.de.json': '{"motto": "Lernen & verdienen"}',
      'partials/motto.mjml': '<mj-text>{{text.motto}}</mj-text>',
      'acme/verified/template.mjml': TEMPLATE.replace('<mj-text>', '{{partial.motto}}<mj-text>'),
      'acme/verified/text.txt': TEXT,
    });
    expect((await load()).render('verified', 'acme', PROPS, 'en').html).toContain('Learn &amp; earn');
  });

  it('for one back-end goes before one for all', async () => {
    put({
      'submitted/texts.en.json': '{"introduction": "Common {{exam_name}}.", "heading": "Common"}',
      'acme/submitted/texts.en.json': '{"introduction": "ACME {{exam_name}}."}',
    });
    const mails = await load();
    expect(firstLines(mails.render('submitted', 'other', PROPS, 'en'))).toEqual(['Hello,', 'Common Midterm.']);
    expect(firstLines(mails.render('submitted', 'acme', PROPS, 'en'))).toEqual(['Hello,', 'ACME Midterm.']);
    expect(mails.render('submitted', 'acme', PROPS, 'en').html).toContain('<h1>Common</h1>');
  });
});

describe('a wrong override stops the start with a message that names its file', () => {
  const whole = (template: string, text = TEXT) => ({
    'acme/verified/template.mjml': template,
    'acme/verified/text.txt': text,
  });

  /** What is wrong, the files, what the message says, and the file that it names. */
  it.each<[string, Record<string, string>, string, string]>([
    [
      'an unknown placeholder',
      whole(TEMPLATE.replace('{{status}}', '{{statuss}}')),
      '{{statuss}} is unknown',
      'acme/verified/template.mjml',
    ],
    [
      'an unknown placeholder in the text part',
      whole(TEMPLATE, `${TEXT} {{exam}}`),
      '{{exam}} is unknown',
      'acme/verified/text.txt',
    ],
    [
      'an unknown placeholder in a slot',
      { 'acme/verified/introduction.mjml': '<mj-text>{{nmae}}</mj-text>', 'acme/verified/introduction.txt': 'Hi' },
      '{{nmae}} is unknown',
      'acme/verified/introduction.mjml',
    ],
    [
      'an unknown placeholder in a partial',
      { 'partials/footer.mjml': FOOTER, 'partials/footer.txt': '{{nmae}}' },
      '{{nmae}} is unknown',
      'partials/footer.txt',
    ],
    [
      'an unknown placeholder in a text',
      { 'acme/verified/texts.en.json': '{"heading": "{{nmae}}"}' },
      '{{nmae}} is unknown',
      'acme/verified/texts.en.json, "heading"',
    ],
    [
      'an unknown placeholder in the greeting',
      { 'acme/partials/texts.en.json': '{"greeting": "Hi {{nmae}}"}' },
      '{{nmae}} is unknown',
      'acme/partials/texts.en.json, "greeting"',
    ],
    [
      'a broken placeholder',
      whole(TEMPLATE.replace('{{status}}', '{{status}')),
      'is not a placeholder',
      'acme/verified/template.mjml',
    ],
    [
      'an expression',
      whole(TEMPLATE.replace('{{status}}', '{{ status | upper }}')),
      'is not a placeholder',
      'acme/verified/template.mjml',
    ],
    [
      'no word about the exam',
      whole(TEMPLATE.replace('{{exam_name}}', 'it')),
      '{{exam_name}} is missing',
      'acme/verified/template.mjml',
    ],
    [
      'a text that no catalogue has',
      whole(TEMPLATE.replace('{{status}}', '{{text.moto}}')),
      'the text "moto" is missing',
      'acme/verified/template.mjml',
    ],
    [
      'a slot that the mail does not have',
      whole(TEMPLATE, `${TEXT} {{slot.intro}}`),
      'no slot "intro"',
      'acme/verified/text.txt',
    ],
    [
      'a partial that is nowhere',
      whole(TEMPLATE.replace('{{status}}', '{{partial.logo}}')),
      'there is no logo.mjml',
      'acme/verified/template.mjml',
    ],
    [
      "MJML's own include",
      whole(TEMPLATE.replace('<mj-text>', '<mj-include path="a" /><mj-text>')),
      'instead of mj-include',
      'acme/verified/template.mjml',
    ],
    ['wrong MJML', whole(TEMPLATE.replaceAll('mj-text', 'mj-txet')), 'mj-txet', 'acme/verified/template.mjml'],
    [
      'wrong MJML in a slot',
      { 'acme/verified/introduction.mjml': '<mj-txet>Hi</mj-txet>', 'acme/verified/introduction.txt': 'Hi' },
      'mj-txet',
      'acme/verified/introduction.mjml',
    ],
    [
      'wrong attributes',
      whole(TEMPLATE.replace('<mj-text>', '<mj-text colour="red">')),
      'colour',
      'acme/verified/template.mjml',
    ],
    [
      'HTML without its text',
      { 'acme/verified/template.mjml': TEMPLATE },
      'must be replaced together',
      'acme/verified',
    ],
    [
      'a slot without its text',
      { 'acme/verified/introduction.mjml': '' },
      'must be replaced together',
      'acme/verified',
    ],
    [
      'a slot for which its template has no place',
      { ...whole(TEMPLATE), 'acme/verified/introduction.mjml': '', 'acme/verified/introduction.txt': '' },
      'has no place for it',
      'acme/verified/introduction.mjml',
    ],
    ['a misspelt slot', { 'acme/verified/introdution.txt': '' }, 'has no such part', 'acme/verified/introdution.txt'],
    [
      'a contact part of the mail without one',
      { 'acme/submitted/contact_information.txt': '' },
      'has no such part',
      'acme/submitted/contact_information.txt',
    ],
    [
      'a text that nothing uses',
      { 'acme/verified/texts.en.json': '{"headnig": "Hi"}' },
      '"headnig" is not used',
      'acme/verified/texts.en.json',
    ],
    ['a catalogue that is no JSON', { 'acme/verified/texts.en.json': '{' }, 'JSON', 'acme/verified/texts.en.json'],
    [
      'a catalogue with other things than texts',
      { 'acme/verified/texts.en.json': '{"heading": 1}' },
      'heading',
      'acme/verified/texts.en.json',
    ],
    [
      'half a language',
      { 'verified/texts.fr.json': '{"heading": "Bonjour"}' },
      'is missing in the language "fr"',
      'verified/texts.fr.json',
    ],
    [
      'a back-end name with other characters',
      { 'acme.corp/verified/texts.en.json': '{}' },
      'a back-end name has only',
      'acme.corp',
    ],
    [
      'a partial that no mail uses',
      { 'partials/footr.mjml': FOOTER },
      'is not used by any email',
      'partials/footr.mjml',
    ],
    [
      'a text that no mail uses',
      { 'acme/partials/texts.en.json': '{"greetng": "Hi"}' },
      'the text "greetng" is not used by any email',
      'acme/partials/texts.en.json',
    ],
    ['a partial without its text', { 'partials/footer.mjml': FOOTER }, 'must be replaced together', 'partials'],
    ['a partial without its HTML', { 'acme/partials/footer.txt': 'Hi' }, 'must be replaced together', 'acme/partials'],
    ['a mail that there is not', { 'acme/verfied/texts.en.json': '{}' }, 'there is no such email', 'acme/verfied'],
    [
      'a partial that includes itself',
      { 'acme/partials/footer.mjml': FOOTER, 'acme/partials/footer.txt': '{{partial.footer}}' },
      'includes itself',
      'acme/partials/footer.txt',
    ],
  ])('%s', async (_what, files, message, file) => {
    put(files);
    const failure = await load().then(
      () => new Error('It loaded'),
      (error: Error) => error,
    );
    expect(failure).toBeInstanceOf(MailTemplateError);
    expect(failure.message).toContain(message);
    expect(failure.message).toContain(join(folder, file));
  });

  it('a folder that does not exist', async () => {
    await expect(loadMails({ overridesDir: join(folder, 'nowhere') })).rejects.toThrow('does not exist');
  });
});
