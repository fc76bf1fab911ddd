import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFor } from './cache-folder.ts';
import { runCommand } from './run-command.ts';

/** A Python with the packages that a file of requirements names, made once per machine; answers its path. */
export async function pythonWith(name: string, requirements: string): Promise<string> {
  const folder = cachedFor(name, requirements);
  const python = join(folder, 'bin', 'python');
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    await runCommand('python3', ['-m', 'venv', '--clear', folder]);
    await runCommand(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
    await writeFile(complete, '');
  }
  return python;
}
