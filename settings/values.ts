import { readFileSync } from 'node:fs';

const FILE = 'file:';

/** The file that a setting's value is in; null if it is the value itself. */
export function fileOf(value: string | undefined): string | null {
  return value?.startsWith(FILE) ? value.slice(FILE.length) : null;
}

/** The text of a setting, from its file if it is in one; throws with the setting's name if that cannot be read. */
export function textOf(name: string, value: string): string {
  const file = fileOf(value);
  if (file === null) return value;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new Error(`${name}: its file cannot be read`, { cause });
  }
}
