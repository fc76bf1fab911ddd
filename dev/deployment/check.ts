// npm run compose:check: what can be said of docker-compose.yml and deploy/kubernetes without a container engine or a cluster.
import { spawnSync } from 'node:child_process';
import { COMPOSE_FILE, composeServices, schemaProblems, serviceProblems, variableProblems } from './compose.ts';
import { namesIn, readManifests, ROOT } from './files.ts';
import { manifestProblems } from './kubernetes.ts';
import { validateManifests } from './manifest-schemas.ts';

/** What Docker Compose itself says of the file, with a value for all it asks for; null without it. */
function composeItself(): string | null {
  const env = { ...process.env, ...Object.fromEntries(namesIn('.env.example').map((name) => [name, 'some-value'])) };
  if (spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status !== 0) return null;
  const args = [
    'compose',
    '--env-file',
    '.env.example',
    '--file',
    COMPOSE_FILE,
    'config',
    '--quiet',
    '--no-env-resolution',
  ];
  const { status, stderr } = spawnSync('docker', args, { cwd: ROOT, env, encoding: 'utf8' });
  return status === 0 ? '' : stderr;
}

const { passed, problems: ofForm } = await validateManifests();
const own = composeItself();
const problems = [
  ...schemaProblems(),
  ...serviceProblems(),
  ...variableProblems(),
  ...manifestProblems(),
  ...(ofForm === '' ? [] : [ofForm]),
  ...(own ? [own] : []),
];
const services = Object.keys(composeServices()).length;
console.log(
  `${services} services of ${COMPOSE_FILE}, ${readManifests().length} manifests of Kubernetes, ${passed} of them against its schemas; ` +
    `docker compose ${own === null ? 'is not here' : 'was asked too'}: ${problems.length} problems`,
);
for (const problem of problems) console.error(`✖ ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
