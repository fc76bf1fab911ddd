import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runCommand } from '../../dev/run-command.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A checkout of an earlier version, and how to remove it. */
export interface EarlierCheckout {
  folder: string;
  remove: () => Promise<void>;
}

/**
 * Checks the revision out into `folder`, or takes the folder that `version` names as it is. A new checkout shares our
 * packages if it names the same ones; if not, its start installs its own.
 */
export async function checkOut(version: string, folder: string): Promise<EarlierCheckout> {
  const given = resolve(version);
  if (existsSync(given) && statSync(given).isDirectory()) return { folder: given, remove: async () => undefined };
  await runCommand('git', ['worktree', 'add', '--detach', '--force', folder, version], { cwd: ROOT });
  const lock = (root: string) => readFileSync(join(root, 'package-lock.json'), 'utf8');
  const modules = join(ROOT, 'node_modules');
  if (existsSync(modules) && lock(ROOT) === lock(folder)) symlinkSync(modules, join(folder, 'node_modules'));
  return {
    folder,
    remove: async () => {
      await runCommand('git', ['worktree', 'remove', '--force', folder], { cwd: ROOT });
    },
  };
}
