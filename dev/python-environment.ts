import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFor } from './cache-folder.ts';
import { runCommand } from './run-command.ts';

const MAKER = join(import.meta.dirname, 'make-python-environment.py');

/** A Python with the packages that a file of requirements names, made once per machine; answers its path. */
export async function pythonWith(name: string, requirements: string): Promise<string> {
  const folder = cachedFor(name, requirements);
  if (!existsSync(join(folder, 'complete'))) await runCommand('python3', [MAKER, folder, requirements]);
  return join(folder, 'bin', 'python');
}
