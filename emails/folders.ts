import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Slot } from './definition.ts';
import type { MailName } from './mails.ts';
import { MAIL_NAMES, MAILS } from './mails.ts';
import { MailTemplateError } from './template-error.ts';

const PACKAGE_FOLDER = import.meta.dirname;
export const PARTIALS = 'partials';
const BACKEND_NAME = /^[A-Za-z0-9_-]+$/;
export const CATALOGUE = /^texts\.[a-z]{2,3}(?:-[a-z0-9]+)*\.json$/;

/** Where the files of one email for one back-end are looked for; the first that exists is used, file by file. */
export interface MailFolders {
  mail: readonly string[];
  partials: readonly string[];
  /** Whether the back-end has files of its own for this email. */
  overridden: boolean;
}

/** The operator's folder goes before the package, a back-end before what holds for all (emails §7). */
export function findMailFolders(mail: MailName, backend: string | null, overridesDir: string | undefined): MailFolders {
  const roots = overridesDir === undefined ? [PACKAGE_FOLDER] : [overridesDir, PACKAGE_FOLDER];
  const findExisting = (folder: string) => {
    const ofBackend = backend === null ? [] : roots.map((root) => join(root, backend, folder));
    return [ofBackend, roots.map((root) => join(root, folder))].map((paths) =>
      paths.filter((path) => existsSync(path)),
    );
  };
  const [ownMail = [], commonMail = []] = findExisting(mail);
  const [ownPartials = [], commonPartials = []] = findExisting(PARTIALS);
  return {
    mail: [...ownMail, ...commonMail],
    partials: [...ownPartials, ...commonPartials],
    overridden: ownMail.length + ownPartials.length > 0,
  };
}

/** Names of the back-ends with overrides, in the package or outside; throws for names and files that cannot be meant. */
export function findOverriddenBackends(overridesDir: string | undefined): string[] {
  const roots = overridesDir === undefined ? [PACKAGE_FOLDER] : [PACKAGE_FOLDER, overridesDir];
  const backends = new Set<string>();
  for (const root of roots) {
    if (!existsSync(root)) throw new MailTemplateError(`The folder of email overrides ${root} does not exist.`);
    if (root !== PACKAGE_FOLDER) checkMailFolders(root);
    for (const name of listFolders(root).filter((folder) => !isReserved(folder))) {
      if (!BACKEND_NAME.test(name)) {
        throw new MailTemplateError(`${join(root, name)}: a back-end name has only letters, digits, "_" and "-".`);
      }
      const unknown = listFolders(join(root, name)).find((folder) => !isReserved(folder));
      if (unknown !== undefined) {
        throw new MailTemplateError(
          `${join(root, name, unknown)}: there is no such email; use ${MAIL_NAMES.join(', ')}.`,
        );
      }
      checkMailFolders(join(root, name));
      backends.add(name);
    }
  }
  return [...backends];
}

function isReserved(name: string): boolean {
  return name === PARTIALS || MAIL_NAMES.some((mail) => mail === name);
}

function listFolders(folder: string): string[] {
  return readdirSync(folder).filter((name) => !name.startsWith('.') && statSync(join(folder, name)).isDirectory());
}

function checkMailFolders(root: string): void {
  for (const mail of MAIL_NAMES) {
    const folder = join(root, mail);
    if (existsSync(folder)) checkFiles(folder, MAILS[mail].slots);
  }
  const partials = join(root, PARTIALS);
  if (existsSync(partials)) checkTwins(partials, [['footer.mjml', 'footer.txt']]);
}

/** A misspelt file would be ignored in silence, and a part without its twin would make HTML and text say different things. */
function checkFiles(folder: string, slots: readonly Slot[]): void {
  const files = new Set(readdirSync(folder).filter((name) => !name.startsWith('.')));
  const pairs = [['template.mjml', 'text.txt'], ...slots.map((slot) => [`${slot}.mjml`, `${slot}.txt`])];
  const known = new Set(pairs.flat());
  const unknown = [...files].find((name) => !known.has(name) && !CATALOGUE.test(name));
  if (unknown !== undefined) throw new MailTemplateError(`${join(folder, unknown)}: this email has no such part.`);
  checkTwins(folder, pairs);
}

function checkTwins(folder: string, pairs: readonly (readonly string[])[]): void {
  const single = pairs.find((pair) => pair.filter((name) => existsSync(join(folder, name))).length === 1);
  if (single) throw new MailTemplateError(`${folder}: ${single.join(' and ')} must be replaced together.`);
}
