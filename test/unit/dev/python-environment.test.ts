import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { pythonWith } from '../../../dev/python-environment.ts';
import { runCommand } from '../../../dev/run-command.ts';

it('makes an environment once for all who ask for it at the same time', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-python-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('XDG_CACHE_HOME', folder);
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, '# nothing\n');

  const pythons = await Promise.all([1, 2, 3].map(() => pythonWith('shared', requirements)));
  expect(new Set(pythons).size).toBe(1);
  expect(await runCommand(pythons[0] ?? '', ['-m', 'pip', '--version'])).toContain(folder);
});
