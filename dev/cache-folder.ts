import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder for what is downloaded or built once per machine and shared by all checkouts of the project. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'durable-proctoring');
}

/** Path in that folder for what is made from `pinFile`: another pin gives another path. */
export function cachedFor(pinFile: string, name: string): string {
  const pin = createHash('sha256').update(readFileSync(pinFile)).digest('hex').slice(0, 8);
  return join(cacheFolder(), `${name}-${pin}`);
}
