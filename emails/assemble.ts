import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MailDefinition } from './definition.ts';
import type { MailFolders } from './folders.ts';
import type { Segment } from './placeholders.ts';
import { expandPlaceholders, parsePlaceholders } from './placeholders.ts';
import { MailTemplateError } from './template-error.ts';

export interface AssembledSource {
  /** Path of the template that was used. */
  file: string;
  /** Paths of everything that it was put together from, itself first. */
  files: readonly string[];
  segments: readonly Segment[];
}

/**
 * Reads a template and puts the slots and partials into it that it names (`{{slot.introduction}}`,
 * `{{partial.header}}`). This is used instead of MJML's own includes, which cannot be replaced for one back-end and
 * stay switched off.
 */
export function assemble(
  fileName: 'template.mjml' | 'text.txt',
  definition: MailDefinition,
  folders: MailFolders,
): AssembledSource {
  const extension = fileName.slice(fileName.lastIndexOf('.'));
  const file = findFile(folders.mail, fileName, `The email "${definition.status}"`);
  const files = new Set<string>();
  const used = new Set<string>();

  const read = (path: string, outer: readonly string[]): Segment[] => {
    if (outer.includes(path)) throw new MailTemplateError(`${path} includes itself.`);
    files.add(path);
    return expandPlaceholders(parsePlaceholders(readFileSync(path, 'utf8').trim(), path), (placeholder) => {
      const [group, name = ''] = placeholder.split('.');
      if (group === 'partial') return read(findFile(folders.partials, `${name}${extension}`, path), [...outer, path]);
      if (group !== 'slot') return undefined;
      if (!definition.slots.some((slot) => slot === name)) throw new MailTemplateError(`${path}: no slot "${name}".`);
      used.add(`${name}${extension}`);
      return read(findFile(folders.mail, `${name}${extension}`, path), [...outer, path]);
    });
  };

  const segments = read(file, []);
  checkSlotsAreUsed(file, used, folders, definition, extension);
  return { file, files: [...files], segments };
}

function findFile(folders: readonly string[], name: string, wantedBy: string): string {
  const file = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) throw new MailTemplateError(`${wantedBy}: there is no ${name} in ${folders.join(', ')}.`);
  return file;
}

/** A replaced slot must be named by the template it was written for; only the templates of others may leave ours out. */
function checkSlotsAreUsed(
  template: string,
  used: ReadonlySet<string>,
  folders: MailFolders,
  definition: MailDefinition,
  extension: string,
): void {
  for (const slot of definition.slots.map((name) => `${name}${extension}`).filter((name) => !used.has(name))) {
    const file = findFile(folders.mail, slot, template);
    const isStandard = file === join(folders.mail.at(-1) ?? '', basename(file));
    if (!isStandard) throw new MailTemplateError(`${file} is not used: ${template} has no place for it.`);
  }
}
