import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder for files that are downloaded or built once per machine and shared by all checkouts of the project. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'durable-proctoring');
}

/** Path in that folder for what is made from these files: a change to one of them gives another path. */
export function cachedFor(name: string, ...files: string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return join(cacheFolder(), `${name}-${hash.digest('hex').slice(0, 8)}`);
}
