import type english from './texts.en.json';

/** Key of a text; one that ends in `#one` or `#other` is used without that, with a number. */
export type TextKey = keyof typeof english;
export type PluralKey = TextKey extends infer Key ? (Key extends `${infer Stem}#other` ? Stem : never) : never;
type Values = Record<string, string | number>;

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

let texts: Record<string, string> = {};
let plurals = new Intl.PluralRules('en');
let numbers = new Intl.NumberFormat('en');
let language: Language = 'en';

const LOADERS: Record<Language, () => Promise<{ default: Record<string, string> }>> = {
  en: () => import('./texts.en.json'),
  de: () => import('./texts.de.json'),
};

const isLanguage = (text: string): text is Language => Object.hasOwn(LANGUAGES, text);

/** The first of the wanted languages, as BCP 47 tags, that there are texts in. */
export function chooseLanguage(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.split('-', 1)[0] ?? '').find(isLanguage) ?? 'en';
}

/** Must have ended before anything is shown. */
export async function loadWords(wanted: Language): Promise<void> {
  ({ default: texts } = await LOADERS[wanted]());
  language = wanted;
  plurals = new Intl.PluralRules(wanted);
  numbers = new Intl.NumberFormat(wanted);
}

export function currentLanguage(): Language {
  return language;
}

function fill(text: string, values: Values): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

/** The text of a key, with its placeholders filled in; numbers are written as the language does. */
export function t(key: TextKey, values: Values = {}): string {
  return fill(texts[key] ?? key, values);
}

/** The text for `count` of something. */
export function tn(stem: PluralKey, count: number, values: Values = {}): string {
  const form = `${stem}#${plurals.select(count)}`;
  return fill(texts[form] ?? texts[`${stem}#other`] ?? stem, { count, ...values });
}

/** The text of a key that is made at run time; null where there is none. */
export function findText(prefix: string, name: string): string | null {
  return texts[`${prefix}.${name}`] ?? null;
}

/** The same, such as of a status; the name itself where there is none. */
export function tFor(prefix: string, name: string): string {
  return findText(prefix, name) ?? name.replaceAll(/[_-]/g, ' ');
}
