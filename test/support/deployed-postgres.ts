import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { generate } from 'selfsigned';
import { launchBound, terminate } from '../../dev/child-process.ts';
import { freePort } from '../../dev/ports.ts';
import { postgresAnswers, preparePostgres } from '../../dev/postgres.ts';
import { until } from '../../dev/until.ts';
import { runPsql, sqlOf } from './psql-script.ts';

const DEPLOYMENT = join(import.meta.dirname, '../../deploy/postgres');
const PASSWORDS = { MIGRATOR_PASSWORD: "migrator's", SERVICE_PASSWORD: 'service/1', TEMPORAL_PASSWORD: 'temporal' };

/** A Postgres with the accounts of deploy/postgres, which takes only TLS from them. */
export interface DeployedPostgres {
  /** Authority of the server's certificate, which is for `localhost`. */
  caFile: string;
  /** Another authority. */
  strangeCaFile: string;
  /** Address for an account; `host` is `localhost` unless said. */
  urlOf(account: 'proctoring_migrator' | 'proctoring_service' | 'temporal', database?: string, host?: string): string;
  close(): Promise<void>;
}

const passwordOf = (account: string) =>
  account === 'temporal'
    ? PASSWORDS.TEMPORAL_PASSWORD
    : PASSWORDS[account === 'proctoring_service' ? 'SERVICE_PASSWORD' : 'MIGRATOR_PASSWORD'];

async function asSuperuser(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Makes what deploy/postgres/accounts.sh makes, from its own words. */
async function makeAccounts(urlOfDatabase: (database: string) => string): Promise<void> {
  const [script, privileges] = await Promise.all(
    ['accounts.sh', 'privileges.sql'].map((file) => readFile(join(DEPLOYMENT, file), 'utf8')),
  );
  await asSuperuser(urlOfDatabase('postgres'), (client) => runPsql(client, sqlOf(script ?? ''), PASSWORDS));
  await asSuperuser(urlOfDatabase('proctoring'), (client) => client.query(privileges ?? ''));
}

const certificate = (name: string) =>
  generate([{ name: 'commonName', value: name }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });

/** Starts it; the accounts are made twice, since that must change nothing. */
export async function startDeployedPostgres(): Promise<DeployedPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-deployed-'));
  await chmod(folder, 0o755);
  const at = (name: string) => join(folder, name);
  const [own, strange] = await Promise.all([certificate('localhost'), certificate('localhost')]);
  await writeFile(at('server.crt'), own.cert);
  await writeFile(at('server.key'), own.private, { mode: 0o600 });
  await writeFile(at('strange.crt'), strange.cert);
  const rules = ['host all proctoring 127.0.0.1/32 trust', 'hostssl all all 127.0.0.1/32 scram-sha-256'];
  await writeFile(at('pg_hba.conf'), `${rules.join('\n')}\n`);
  const tls = ['ssl=on', `ssl_cert_file=${at('server.crt')}`, `ssl_key_file=${at('server.key')}`];
  const port = await freePort();
  const cluster = await preparePostgres(at('data'), port, ['fsync=off', `hba_file=${at('pg_hba.conf')}`, ...tls]);
  const { command, args, account } = cluster;
  if (account.uid !== undefined && account.gid !== undefined) await chown(at('server.key'), account.uid, account.gid);
  const server = launchBound({ name: 'Postgres', command, args, account }, at('postgres.log'));
  await until(() => postgresAnswers(cluster), 'Postgres');
  await makeAccounts(cluster.url);
  await makeAccounts(cluster.url);
  return {
    caFile: at('server.crt'),
    strangeCaFile: at('strange.crt'),
    urlOf: (name, database = 'proctoring', host = 'localhost') =>
      `postgres://${name}:${encodeURIComponent(passwordOf(name))}@${host}:${port}/${database}`,
    async close() {
      await terminate(server, 'SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
