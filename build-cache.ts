import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'node_modules/.cache/durable-proctoring');
const PACKAGES = readFileSync(join(import.meta.dirname, 'package-lock.json'));
/** What was made so long ago is removed when something new is kept, in milliseconds. */
const OUTDATED_AFTER = 7 * 24 * 60 * 60 * 1000;

async function removeOutdated(): Promise<void> {
  for (const name of await readdir(FOLDER)) {
    const file = join(FOLDER, name);
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > OUTDATED_AFTER) await rm(file, { force: true });
  }
}

/** Keeps the text where it can; an image's files may belong to somebody else, and then it is made again the next time. */
async function keep(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(FOLDER, { recursive: true });
    await writeFile(draft, text);
    await rename(draft, file);
    await removeOutdated();
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

/**
 * Returns what `make` makes from the ingredients and the installed packages, and keeps it on disk: the next process with
 * the same ingredients and packages reads it. What throws is not kept.
 */
export async function makeOnce(
  name: string,
  ingredients: readonly string[],
  make: () => Promise<string>,
): Promise<string> {
  const hash = createHash('sha256').update(PACKAGES);
  for (const ingredient of ingredients) hash.update(`\0${ingredient}`);
  const file = join(FOLDER, `${name}-${hash.digest('hex').slice(0, 16)}`);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return kept;
  const made = await make();
  await keep(file, made);
  return made;
}
