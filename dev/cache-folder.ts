import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder for what is downloaded or built once per machine and shared by all checkouts of the project. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'durable-proctoring');
}
