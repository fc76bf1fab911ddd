import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Secrets in files, exchanged all at once as Kubernetes does: by the link to the folder that they are in. */
export interface SecretFiles {
  /** The settings, each as the place of its file. */
  settings: Record<string, string>;
  /** Writes new contents; those that are not named stay. */
  exchange(contents: Record<string, string>): Promise<void>;
  /** Takes one away. */
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Writes the contents to files that have the names of their settings. */
export async function writeSecretFiles(contents: Record<string, string>): Promise<SecretFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-secrets-'));
  const link = join(folder, '..data');
  let versions = 0;
  let present = contents;

  async function publish(): Promise<void> {
    versions += 1;
    const version = join(folder, `..${versions}`);
    await mkdir(version);
    for (const [name, text] of Object.entries(present)) await writeFile(join(version, name), text);
    await symlink(version, `${link}_tmp`);
    await rename(`${link}_tmp`, link);
  }

  await publish();
  for (const name of Object.keys(contents)) await symlink(join('..data', name), join(folder, name));
  return {
    settings: Object.fromEntries(Object.keys(contents).map((name) => [name, `file:${join(folder, name)}`])),
    async exchange(fresh) {
      present = { ...present, ...fresh };
      await publish();
    },
    async remove(name) {
      present = Object.fromEntries(Object.entries(present).filter(([each]) => each !== name));
      await publish();
    },
    close: () => rm(folder, { recursive: true }),
  };
}
