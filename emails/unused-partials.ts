import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTexts } from './catalogues.ts';
import type { CompiledMails } from './compile.ts';
import { CATALOGUE, PARTIALS } from './folders.ts';
import { MailTemplateError } from './template-error.ts';

/**
 * Refuses partials of the operator, and texts beside them, that none of their emails use: the name is misspelt. One that a
 * single email uses is right, so this is seen only when all are compiled.
 */
export function checkPartialsAreUsed(
  overridesDir: string,
  backends: readonly string[],
  compiled: readonly CompiledMails[],
): void {
  const usedFiles = new Set(compiled.flatMap(({ files }) => files));
  const usedTexts = new Set(compiled.flatMap(({ texts }) => texts));
  const folders = ['', ...backends].map((backend) => join(overridesDir, backend, PARTIALS));
  for (const folder of folders.filter((path) => existsSync(path))) {
    for (const name of readdirSync(folder).filter((entry) => !entry.startsWith('.'))) {
      const file = join(folder, name);
      if (CATALOGUE.test(name)) {
        const unused = readTexts(file).find(([key]) => !usedTexts.has(key));
        if (unused) throw new MailTemplateError(`${file}: the text "${unused[0]}" is not used by any email.`);
      } else if (!usedFiles.has(file)) {
        throw new MailTemplateError(`${file} is not used by any email.`);
      }
    }
  }
}
