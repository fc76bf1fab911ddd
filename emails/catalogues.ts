import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { MailFolders } from './folders.ts';
import type { Segment } from './placeholders.ts';
import { parsePlaceholders } from './placeholders.ts';
import { MailTemplateError } from './template-error.ts';

/** The texts of one email in one language. */
export interface Catalogue {
  language: string;
  /** Files that the texts are from, the more specific ones first. */
  files: readonly string[];
  texts: ReadonlyMap<string, readonly Segment[]>;
  /** Keys that an override brought, with the file each is in: unlike ours, they are not covered by a test. */
  overriding: ReadonlyMap<string, string>;
}

export const FALLBACK_LANGUAGE = 'en';

const FILE = /^texts\.(.+)\.json$/;
const content = z.record(z.string().regex(/^[a-z_]+$/), z.string().min(1));

/** Reads `texts.<language>.json` of all folders, the more specific one winning text by text. */
export function readCatalogues(folders: MailFolders): Catalogue[] {
  const languages = new Set(folders.mail.flatMap((folder) => readdirSync(folder).flatMap(languageOf)));
  return [...languages].sort().map((language) => readCatalogue(folders, language));
}

/** Looks a language tag up as RFC 4647 §3.4 does: `de-AT` is served by `de`; English when nothing fits. */
export function chooseLanguage(available: ReadonlySet<string>, locale: string | null): string {
  const subtags = (locale ?? '').toLowerCase().split(/[-_]/);
  while (subtags.length > 0) {
    const tag = subtags.join('-');
    if (available.has(tag)) return tag;
    subtags.pop();
  }
  return FALLBACK_LANGUAGE;
}

function readCatalogue(folders: MailFolders, language: string): Catalogue {
  const texts = new Map<string, readonly Segment[]>();
  const overriding = new Map<string, string>();
  const files: string[] = [];
  const readInto = (folder: string): string[] => {
    const file = join(folder, `texts.${language}.json`);
    if (!existsSync(file)) return [];
    files.unshift(file);
    const entries = readTexts(file);
    for (const [key, text] of entries) texts.set(key, text);
    return entries.map(([key]) => key);
  };
  for (const folder of folders.partials.toReversed()) readInto(folder);
  for (const [index, folder] of folders.mail.toReversed().entries()) {
    const keys = readInto(folder);
    if (index > 0) for (const key of keys) overriding.set(key, files[0] ?? folder);
  }
  return { language, files, texts, overriding };
}

/** The texts of one file by key. */
export function readTexts(file: string): [key: string, text: readonly Segment[]][] {
  const parsed = content.safeParse(parseJson(readFileSync(file, 'utf8'), file));
  if (!parsed.success) throw new MailTemplateError(`${file}: ${z.prettifyError(parsed.error)}`);
  return Object.entries(parsed.data).map(([key, text]) => [key, parsePlaceholders(text, `${file}, "${key}"`)]);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MailTemplateError(`${file}: ${String(error)}`);
  }
}

function languageOf(fileName: string): string[] {
  const language = FILE.exec(fileName)?.[1];
  return language === undefined ? [] : [language];
}
