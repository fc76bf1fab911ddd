import { makeOnce } from '../build-cache.ts';
import type { AssembledSource } from './assemble.ts';
import { assemble } from './assemble.ts';
import type { Catalogue } from './catalogues.ts';
import { FALLBACK_LANGUAGE, readCatalogues } from './catalogues.ts';
import type { MailDefinition } from './definition.ts';
import type { MailFolders } from './folders.ts';
import type { Segment } from './placeholders.ts';
import { keepText, escapeHtml, expandPlaceholders, parsePlaceholders, toSource } from './placeholders.ts';
import { MailTemplateError } from './template-error.ts';

/** One email of one back-end in one language: only the values are missing. */
export interface CompiledMail {
  html: readonly Segment[];
  text: readonly Segment[];
  /** Without and with the learner's name. */
  greeting: readonly Segment[];
  greetingNamed: readonly Segment[];
  /** Stands for the name of a course that has none. */
  yourCourse: readonly Segment[];
}

/** One email of one back-end in all its languages. */
export interface CompiledMails {
  languages: ReadonlyMap<string, CompiledMail>;
  /** Files that it was put together from. */
  files: readonly string[];
  /** Keys of the texts that it uses. */
  texts: readonly string[];
}

/** Texts that the renderer uses itself. */
const SHARED_TEXTS = ['greeting', 'greeting_named', 'your_course'] as const;

/** Placeholders that the renderer makes; all others are props. */
const DERIVED = ['subject', 'status', 'locale', 'greeting'];

/**
 * Compiles an email for each of its languages. MJML sees our files only: texts and values are filled into its result,
 * escaped. Throws `MailTemplateError` for whatever could fail later.
 */
export async function compileMail(definition: MailDefinition, folders: MailFolders): Promise<CompiledMails> {
  const mjml = assemble('template.mjml', definition, folders);
  const plain = assemble('text.txt', definition, folders);
  const markup = parsePlaceholders(await toHtml(mjml), mjml.file);
  const props = Object.keys(definition.props.shape);
  const languages = new Map<string, CompiledMail>();
  const named = listTextsIn([...markup, ...plain.segments]);
  for (const catalogue of readCatalogues(folders)) {
    checkTextsAreUsed(catalogue, named);
    const text = insertTexts(plain.segments, catalogue, keepText);
    // The source first, not what MJML made of it: only that knows the file in which a placeholder stands.
    checkPlaceholders([...insertTexts(mjml.segments, catalogue, keepText), ...text], [...props, ...DERIVED]);
    const html = insertTexts(markup, catalogue, escapeHtml);
    checkNamesTheExam(html, mjml.file);
    checkNamesTheExam(text, plain.file);
    languages.set(catalogue.language, {
      html,
      text,
      greeting: readSharedText(catalogue, 'greeting', props),
      greetingNamed: readSharedText(catalogue, 'greeting_named', props),
      yourCourse: readSharedText(catalogue, 'your_course', []),
    });
  }
  if (!languages.has(FALLBACK_LANGUAGE)) throw new MailTemplateError(`${mjml.file} has no English texts.`);
  return { languages, files: [...mjml.files, ...plain.files], texts: [...named, ...SHARED_TEXTS] };
}

async function toHtml({ files, segments }: AssembledSource): Promise<string> {
  const source = toSource(segments);
  if (source.includes('<mj-include'))
    throw new MailTemplateError(`${files.join(', ')}: use {{partial.name}} instead of mj-include.`);
  try {
    return await makeOnce('email', [source], async () => {
      // MJML takes longer to load than everything else that a worker starts with.
      const { default: mjml2html } = await import('mjml');
      const { html } = await mjml2html(source, { validationLevel: 'strict', keepComments: false, fonts: {} });
      return html;
    });
  } catch (error) {
    throw new MailTemplateError(`${files.join(', ')}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Texts come in before the values, so that they too may name values. */
function insertTexts(
  segments: readonly Segment[],
  catalogue: Catalogue,
  escape: (literal: string) => string,
): readonly Segment[] {
  return expandPlaceholders(segments, (placeholder, where) => {
    const [group, key] = placeholder.split('.');
    return group === 'text' && key !== undefined
      ? textOf(catalogue, key, where).map((part) => escapeLiteral(part, escape))
      : undefined;
  });
}

function escapeLiteral(segment: Segment, escape: (literal: string) => string): Segment {
  return 'literal' in segment ? { literal: escape(segment.literal) } : segment;
}

function textOf({ language, files, texts }: Catalogue, key: string, where: string): readonly Segment[] {
  const text = texts.get(key);
  if (text) return text;
  throw new MailTemplateError(
    `${where}: the text "${key}" is missing in the language "${language}" (${files.join(', ')}).`,
  );
}

function readSharedText(
  catalogue: Catalogue,
  key: (typeof SHARED_TEXTS)[number],
  allowed: readonly string[],
): readonly Segment[] {
  const text = textOf(catalogue, key, 'Every email');
  checkPlaceholders(text, allowed);
  return text;
}

function checkPlaceholders(segments: readonly Segment[], allowed: readonly string[]): void {
  const unknown = segments.find((segment) => 'placeholder' in segment && !allowed.includes(segment.placeholder));
  if (unknown && 'placeholder' in unknown)
    throw new MailTemplateError(`${unknown.where}: {{${unknown.placeholder}}} is unknown.`);
}

function checkNamesTheExam(segments: readonly Segment[], file: string): void {
  const names = segments.some((segment) => 'placeholder' in segment && segment.placeholder === 'exam_name');
  if (!names)
    throw new MailTemplateError(`${file}: {{exam_name}} is missing; the email must say which exam it is about.`);
}

function listTextsIn(segments: readonly Segment[]): string[] {
  const names = segments.flatMap((segment) => ('placeholder' in segment ? [segment.placeholder.split('.')] : []));
  return names.flatMap(([group, key]) => (group === 'text' && key !== undefined ? [key] : []));
}

function checkTextsAreUsed(catalogue: Catalogue, used: readonly string[]): void {
  for (const [key, file] of catalogue.overriding) {
    if (!used.includes(key)) throw new MailTemplateError(`${file}: the text "${key}" is not used by this email.`);
  }
}
