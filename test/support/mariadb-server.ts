import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { freePort } from '../../dev/ports.ts';
import { postgresAccount } from '../../dev/postgres-account.ts';
import { canRun, runCommand } from '../../dev/run-command.ts';
import { until } from '../../dev/until.ts';

/** Whether this machine has a MariaDB. */
export const hasMariadb = () => canRun('mariadbd', ['--version']);

/** A MariaDB of one test. */
export interface MariadbServer {
  /** The address of a new, empty database. */
  database(): Promise<string>;
  close(): Promise<void>;
}

/** Starts it on a folder of its own; it does not run as root. */
export async function startMariadb(): Promise<MariadbServer> {
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'mariadb-'))];
  const account = postgresAccount();
  if (account.uid !== undefined && account.gid !== undefined) await chown(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const of = { ...account, cwd: folder };
  await runCommand(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
    of,
  );
  const places = [
    `--datadir=${data}`,
    `--socket=${join(folder, 'socket')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
  ];
  const child = spawn('mariadbd', ['--no-defaults', '--skip-grant-tables', '--skip-name-resolve', ...places], {
    ...of,
    stdio: 'ignore',
  });
  const connect = (path = '') => createConnection({ uri: `mysql://root@127.0.0.1:${port}/${path}` });
  const run = async (statement: string) => {
    const connection = await connect();
    await connection.query(statement);
    await connection.end();
  };
  const isUp = () =>
    run('select 1').then(
      () => true,
      () => false,
    );
  await until(isUp, 'the start of MariaDB');
  return {
    async database() {
      const name = `original_${crypto.randomUUID().replaceAll('-', '')}`;
      await run(`create database ${name} character set utf8mb4`);
      return `mysql://root@127.0.0.1:${port}/${name}`;
    },
    async close() {
      child.kill();
      await once(child, 'close');
      await rm(folder, { recursive: true });
    },
  };
}
