import { SERVED } from './served.ts';

const known = new Set(SERVED);

/** Whether the service has a call, by its path as it is described. What it lacks is not offered. */
export function isServed(path: string): boolean {
  return known.has(path);
}
