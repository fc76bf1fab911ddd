import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkWords } from '../../../console/words/check-words.ts';
import english from '../../../console/words/texts.en.json' with { type: 'json' };

const FOLDER = join(import.meta.dirname, '../../../console');

function source(): string {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('dist'))
    .map((name) => readFileSync(join(FOLDER, name), 'utf8'))
    .join('\n');
}

test('every language has every text', () => {
  expect(() => checkWords()).not.toThrow();
});

test('no text is left over: each is named in full, or by what it begins with', () => {
  const code = source();
  const stems = new Set(
    [...code.matchAll(/(?:(?:tFor|findText)\(\s*'([\w.-]+)'|`([\w.-]+)\.\$\{)/g)].map(
      ([, one, other]) => one ?? other ?? '',
    ),
  );
  const isUsed = (key: string) => {
    const name = key.replace(/#.*/, '');
    return code.includes(`'${name}'`) || [...stems].some((stem) => name.startsWith(`${stem}.`));
  };
  expect(stems.size).toBeGreaterThan(10);
  expect(Object.keys(english).filter((key) => !isUsed(key))).toEqual([]);
});
