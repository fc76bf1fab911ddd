import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { launchBound, terminate } from '../../dev/child-process.ts';
import { freePort } from '../../dev/ports.ts';
import { createDatabase, postgresAnswers, preparePostgres } from '../../dev/postgres.ts';
import { pythonWith } from '../../dev/python-environment.ts';
import { withProgress, type Report } from '../../dev/report.ts';
import { runCommand } from '../../dev/run-command.ts';
import { until } from '../../dev/until.ts';
import { atTheEnd } from './endings.ts';
import { STAND_INS } from './figures.ts';
import { nameHeader } from './people.ts';
import { cpuOfParts } from './processes.ts';
import { seedOriginal } from './seed-original.ts';
import type { RunningService } from './service.ts';
import type { Vendor } from './vendor-process.ts';

const HOST = join(import.meta.dirname, 'original');
const REQUIREMENTS = join(HOST, 'requirements.txt');

/** The original is not part of this project: it is installed from PyPI, once per machine. Returns its Python's folder. */
async function install(report: Report): Promise<string> {
  const python = await withProgress(report, 'Getting edx-proctoring from PyPI (once per machine)', () =>
    pythonWith('edx-proctoring', REQUIREMENTS),
  );
  return dirname(python);
}

async function startPostgres(folder: string) {
  const cluster = await preparePostgres(join(folder, 'postgres'), await freePort());
  const { command, args, account } = cluster;
  const child = launchBound({ name: 'Postgres', command, args, account }, join(folder, 'postgres.log'));
  atTheEnd(() => terminate(child, 'SIGINT'));
  await until(() => postgresAnswers(cluster), 'the start of the Postgres of the original');
  return { cluster, child, databaseUrl: await createDatabase(cluster, 'original') };
}

/**
 * Installs and starts the original behind gunicorn (two processes, one request at a time each) with a Postgres of its
 * own that syncs every commit, and fills it. `folder` holds what it writes.
 */
export async function startOriginal(folder: string, vendor: Vendor, report: Report): Promise<RunningService> {
  const bin = await install(report);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  const { cluster, child: postgres, databaseUrl } = await startPostgres(folder);
  const port = await freePort();
  const env = {
    ...process.env,
    HOST_FOLDER: folder,
    HOST_DATABASE: 'original',
    HOST_DATABASE_PORT: String(cluster.port),
    VENDOR_URL: vendor.url,
    PYTHONDONTWRITEBYTECODE: '1',
  };
  await runCommand(join(bin, 'python'), ['manage.py', 'migrate', '--verbosity=0'], { cwd: HOST, env });
  const exams = await seedOriginal(databaseUrl);
  const layout = ['--workers=2', '--worker-class=sync', '--keep-alive=30', '--timeout=60'];
  const args = ['host.wsgi:application', `--bind=127.0.0.1:${port}`, `--chdir=${HOST}`, ...layout];
  const program = { name: 'gunicorn', command: join(bin, 'gunicorn'), args, env: env as Record<string, string> };
  const server = launchBound(program, join(folder, 'gunicorn.log'));
  atTheEnd(() => terminate(server));
  const polled = `http://127.0.0.1:${port}/api/edx_proctoring/v1/proctored_exam/attempt`;
  const isUp = () =>
    fetch(polled, { headers: { 'X-User': 'poller' } }).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(isUp, 'the start of the original');
  const parts = { gunicorn: [server.pid ?? 0], postgres: [postgres.pid ?? 0], [STAND_INS]: [vendor.pid] };
  return {
    name: 'original',
    port,
    signIn: nameHeader,
    exams,
    cpu: () => cpuOfParts(parts),
    // It does everything before it answers.
    settle: async () => undefined,
  };
}
