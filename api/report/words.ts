import de from './texts.de.json' with { type: 'json' };
import en from './texts.en.json' with { type: 'json' };

type Word = keyof typeof en;

/** Every language has every text, which the compiler checks. */
const TEXTS: Record<string, Record<Word, string>> = { en, de };

export type Language = 'en' | 'de';

/** How a language says it. */
export interface Words {
  language: Language;
  of: (word: Word) => string;
  /** The text of a name that the service made, such as an event's; the name itself if there is no text for it. */
  named: (kind: 'by' | 'event' | 'effect' | 'outcome' | 'note' | 'category', name: string) => string;
}

export function wordsOf(language: Language): Words {
  const texts = TEXTS[language] ?? en;
  return {
    language,
    of: (word) => texts[word],
    named: (kind, name) => (texts as Record<string, string>)[`${kind}.${name}`] ?? name,
  };
}

/** The first language that a browser asks for and that there is; English otherwise. */
export function languageOf(accepted: string | undefined): Language {
  const wanted = (accepted ?? '').split(',').map((each) => each.trim().slice(0, 2).toLowerCase());
  return wanted.find((each) => each === 'de' || each === 'en') === 'de' ? 'de' : 'en';
}
