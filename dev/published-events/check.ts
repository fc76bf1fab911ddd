import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toCloudEvent } from '../../lms/cloud-events.ts';
import { EFFECTS } from '../../lms/effects/examples.ts';
import { pythonWith } from '../python-environment.ts';
import { runCommand } from '../run-command.ts';

const SENDER = join(import.meta.dirname, 'send.py');

const events = Object.values(EFFECTS)
  .map((effect) => toCloudEvent(effect))
  .filter(({ type }) => type.startsWith('org.openedx.'));

const python = await pythonWith('openedx-events', join(import.meta.dirname, 'requirements.txt'));
const folder = await mkdtemp(join(tmpdir(), 'published-events-'));
try {
  const file = join(folder, 'events.json');
  await writeFile(file, JSON.stringify(events));
  console.log((await runCommand(python, [SENDER, file])).trim());
} finally {
  await rm(folder, { recursive: true });
}
