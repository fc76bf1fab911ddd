import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporal } from '@temporalio/proto';

/** Histories of real runs, one folder per release; workflows of every later version must be able to go on with them. */
export const HISTORIES = join(import.meta.dirname, '..', 'histories');

type History = temporal.api.history.v1.IHistory;

const CHECKOUT = join(import.meta.dirname, '..', '..', '/');

/** Keeps a history as JSON: enum names, base64 bytes, long integers as texts. */
export async function writeHistory(release: string, name: string, history: History): Promise<void> {
  const file = join(HISTORIES, release, `${name}.json`);
  await mkdir(dirname(file), { recursive: true });
  // Stack traces name the folder that the history was recorded in, which is nobody else's business.
  await writeFile(file, `${JSON.stringify(history).replaceAll(CHECKOUT, '')}\n`);
}

/** Reads what `writeHistory` wrote. */
export async function readHistory(file: string): Promise<History> {
  const { History } = temporal.api.history.v1;
  return History.fromObject(JSON.parse(await readFile(join(HISTORIES, file), 'utf8')) as Record<string, unknown>);
}

/** All recorded histories as paths below `HISTORIES`, in order. */
export async function recordedHistories(): Promise<string[]> {
  const files = await readdir(HISTORIES, { recursive: true });
  return files.filter((file) => file.endsWith('.json')).toSorted();
}
