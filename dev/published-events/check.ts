import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toCloudEvent } from '../../lms/cloud-events.ts';
import { EFFECTS } from '../../test/support/lms-effects.ts';
import { cachedFor } from '../cache-folder.ts';
import { runCommand } from '../run-command.ts';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const SENDER = join(import.meta.dirname, 'send.py');

/** A Python with the published package, made once per machine. */
async function pythonWithOpenedxEvents(): Promise<string> {
  const folder = cachedFor('openedx-events', REQUIREMENTS);
  const python = join(folder, 'bin', 'python');
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    await runCommand('python3', ['-m', 'venv', '--clear', folder]);
    await runCommand(python, ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS]);
    await writeFile(complete, '');
  }
  return python;
}

const events = Object.values(EFFECTS)
  .map((effect) => toCloudEvent(effect))
  .filter(({ type }) => type.startsWith('org.openedx.'));

const python = await pythonWithOpenedxEvents();
const folder = await mkdtemp(join(tmpdir(), 'published-events-'));
try {
  const file = join(folder, 'events.json');
  await writeFile(file, JSON.stringify(events));
  console.log((await runCommand(python, [SENDER, file])).trim());
} finally {
  await rm(folder, { recursive: true });
}
