import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstat, mkdir, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The operating system's user and group that Postgres runs as; empty: our own. */
export type Account = { uid?: number; gid?: number };

const idOf = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));

/** Postgres refuses to run as root. Where we are root it runs as `nobody`, which every system has. */
export function postgresAccount(): Account {
  return process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
}

/** Whether other accounts can reach what is in the folder: it and all folders above it are open to them. */
async function isOpenToOthers(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  if (found && (found.mode & 0o001) === 0) return false;
  const above = dirname(folder);
  return above === folder || isOpenToOthers(above);
}

/**
 * The folder itself where the account can reach it, otherwise one under /var/lib that stands for it: a checkout below
 * root's private home, say, is closed to `nobody`.
 */
export async function reachableFolder(folder: string, account: Account): Promise<string> {
  if (account.uid === undefined || (await isOpenToOthers(dirname(folder)))) return folder;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  return join('/var/lib/durable-proctoring', name);
}

/** As `reachableFolder`, with a link at `folder` to the one that stands for it; without the link, that one is emptied first. */
export async function reachableDataFolder(folder: string, account: Account): Promise<string> {
  const reachable = await reachableFolder(folder, account);
  if (reachable !== folder && !(await lstat(folder).catch(() => undefined))) {
    await rm(reachable, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    await symlink(reachable, folder);
  }
  return reachable;
}
