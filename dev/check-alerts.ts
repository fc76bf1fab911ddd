// npm run monitoring:check: what Prometheus itself says of deploy/monitoring, and whether each alert is raised when it should be.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../deploy/monitoring');
const CHECKS = [
  ['check', 'config', 'prometheus.yml'],
  ['check', 'rules', 'alerts.yml'],
  ['test', 'rules', 'alerts.test.yml'],
];

const failed = CHECKS.filter((args) => {
  const { status, error } = spawnSync('promtool', args, { cwd: FOLDER, stdio: 'inherit' });
  if (error)
    throw new Error('promtool is not here; it comes with Prometheus, in Debian by: apt-get install prometheus');
  return status !== 0;
});
process.exitCode = failed.length > 0 ? 1 : 0;
