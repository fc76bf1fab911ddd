import { chooseLanguage } from './catalogues.ts';
import type { CompiledMail, CompiledMails } from './compile.ts';
import { compileMail } from './compile.ts';
import type { MailDefinition } from './definition.ts';
import { findMailFolders, findOverriddenBackends } from './folders.ts';
import type { MailName } from './mails.ts';
import { MAIL_NAMES, MAILS } from './mails.ts';
import { keepText, escapeHtml, fillPlaceholders } from './placeholders.ts';
import type { StatusMailProps } from './props.ts';
import { checkPartialsAreUsed } from './unused-partials.ts';

export type { MailName } from './mails.ts';
export { MAIL_NAMES, MAILS } from './mails.ts';
export type { StatusMailProps } from './props.ts';
export { MailTemplateError } from './template-error.ts';

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
  /** Name of the template on the wire: the standard one, or the one of the back-end's override (emails §7). */
  template: string;
}

export interface MailRenderer {
  /** Back-ends with emails of their own. */
  readonly overriddenBackends: readonly string[];
  languages(mail: MailName, backend: string | null): string[];
  /**
   * Pure and synchronous. A back-end without overrides and a locale without texts get the standard email and English.
   * Throws a `ZodError` for props that are not what the email needs.
   */
  render(mail: MailName, backend: string | null, props: StatusMailProps, locale: string | null): RenderedMail;
}

interface LoadedMail extends CompiledMails {
  template: string;
}

/**
 * Compiles every email of every back-end in every language and renders each sample once, so that a wrong template,
 * placeholder, text or folder stops the start (`MailTemplateError`), not an email. `overridesDir` is the operator's folder.
 */
export async function loadMails(options: { overridesDir?: string } = {}): Promise<MailRenderer> {
  const backends = findOverriddenBackends(options.overridesDir);
  const loaded = new Map<string, LoadedMail>();
  for (const mail of MAIL_NAMES) {
    for (const backend of [null, ...backends]) {
      const folders = findMailFolders(mail, backend, options.overridesDir);
      if (backend !== null && !folders.overridden) continue;
      const template = templateNameOf(mail, backend);
      loaded.set(template, { template, ...(await compileMail(MAILS[mail], folders)) });
    }
  }
  if (options.overridesDir !== undefined) checkPartialsAreUsed(options.overridesDir, backends, [...loaded.values()]);
  const find = (mail: MailName, backend: string | null): LoadedMail => {
    const found = loaded.get(templateNameOf(mail, backend)) ?? loaded.get(templateNameOf(mail, null));
    if (!found) throw new Error(`The email "${mail}" is not loaded.`);
    return found;
  };
  const renderer: MailRenderer = {
    overriddenBackends: backends,
    languages: (mail, backend) => [...find(mail, backend).languages.keys()],
    render: (mail, backend, props, locale) => renderLoaded(MAILS[mail], find(mail, backend), props, locale),
  };
  renderSamples(renderer);
  return renderer;
}

function templateNameOf(mail: MailName, backend: string | null): string {
  const { templateFile } = MAILS[mail];
  return backend === null ? `emails/${templateFile}` : `emails/proctoring/${backend}/${templateFile}`;
}

function renderLoaded(
  definition: MailDefinition,
  { template, languages }: LoadedMail,
  props: StatusMailProps,
  locale: string | null,
): RenderedMail {
  const language = chooseLanguage(new Set(languages.keys()), locale);
  const compiled = languages.get(language);
  if (!compiled) throw new Error(`${template} has no texts in "${language}".`);
  const { subject, status, props: schema } = definition;
  const { learner_name, course_name, ...others } = schema.parse(props);
  const values = new Map(
    Object.entries({ ...others, subject, status, locale: language, learner_name: learner_name ?? '' }),
  );
  const fill = (segments: CompiledMail['text']) => fillPlaceholders(segments, values, keepText);
  values.set('course_name', course_name || fill(compiled.yourCourse));
  values.set('greeting', fill(learner_name ? compiled.greetingNamed : compiled.greeting));
  return { subject, html: fillPlaceholders(compiled.html, values, escapeHtml), text: fill(compiled.text), template };
}

function renderSamples(renderer: MailRenderer): void {
  for (const mail of MAIL_NAMES) {
    for (const backend of [null, ...renderer.overriddenBackends]) {
      for (const language of renderer.languages(mail, backend)) {
        for (const sample of Object.values(MAILS[mail].samples)) renderer.render(mail, backend, sample, language);
      }
    }
  }
}
