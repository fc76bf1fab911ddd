import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = import.meta.dirname;
const PLACEHOLDER = /\{\{(\w+)\}\}/g;

type Texts = Record<string, string>;

const readTexts = (file: string): Texts => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Texts;
const placeholdersOf = (text: string) =>
  [...text.matchAll(PLACEHOLDER)]
    .map(([found]) => found)
    .toSorted((one, other) => one.localeCompare(other))
    .join(' ');

function differences(english: Texts, file: string): string[] {
  const texts = readTexts(file);
  const missing = Object.keys(english).filter((key) => !texts[key]?.trim());
  const unknown = Object.keys(texts).filter((key) => english[key] === undefined);
  const other = Object.keys(english).filter(
    (key) => texts[key] !== undefined && placeholdersOf(texts[key]) !== placeholdersOf(english[key] ?? ''),
  );
  return [
    ...missing.map((key) => `${file}: "${key}" is missing`),
    ...unknown.map((key) => `${file}: "${key}" is in no other language`),
    ...other.map((key) => `${file}: "${key}" has other placeholders`),
  ];
}

/** Throws unless every language has every text, with the same placeholders. */
export function checkWords(): void {
  const english = readTexts('texts.en.json');
  const files = readdirSync(FOLDER).filter((name) => /^texts\..+\.json$/.test(name));
  const wrong = files.flatMap((file) => differences(english, file));
  if (wrong.length > 0) throw new Error(`The console's texts are not complete:\n${wrong.join('\n')}`);
}
