import { z } from 'zod';
import { problemsOfCommand, unknownSettings } from './commands.ts';
import { readManifests, readYaml } from './files.ts';

const named = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string() }) });
const probe = z.looseObject({ exec: z.object({ command: z.array(z.string()) }).optional() }).optional();
const container = z.looseObject({
  name: z.string(),
  command: z.array(z.string()),
  env: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })).default([]),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  securityContext: z.looseObject({ readOnlyRootFilesystem: z.boolean(), allowPrivilegeEscalation: z.boolean() }),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
  resources: z.object({ requests: z.record(z.string(), z.string()), limits: z.record(z.string(), z.string()) }),
});
const volume = z.looseObject({ name: z.string(), secret: z.looseObject({ secretName: z.string() }).optional() });
const workload = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({ serviceAccountName: z.string(), containers: z.array(container), volumes: z.array(volume) }),
    }),
  }),
});
const withData = z.looseObject({
  data: z.record(z.string(), z.string()).default({}),
  stringData: z.record(z.string(), z.string()).default({}),
});

type Container = z.output<typeof container>;

const WORKLOADS = new Set(['Deployment', 'Job']);
const SECRETS_AT = '/run/secrets/proctoring/';

const keyOf = ({ kind, metadata }: z.output<typeof named>) => `${kind}/${metadata.name}`;

/** The manifests by kind and name. */
function byName(): Map<string, unknown> {
  return new Map(readManifests().map(({ manifest }) => [keyOf(named.parse(manifest)), manifest]));
}

function dataOf(manifests: Map<string, unknown>, key: string): Record<string, string> | null {
  const found = manifests.get(key);
  if (found === undefined) return null;
  const { data, stringData } = withData.parse(found);
  return { ...data, ...stringData };
}

/** The settings of a container, with those of its ConfigMaps. */
function settingsOf({ env, envFrom }: Container, manifests: Map<string, unknown>): [string, string][] {
  const shared = envFrom.flatMap(({ configMapRef }) =>
    Object.entries(dataOf(manifests, `ConfigMap/${configMapRef.name}`) ?? {}),
  );
  return [...shared, ...env.map(({ name, value }): [string, string] => [name, value])];
}

function containerProblems(each: Container, secretName: string, manifests: Map<string, unknown>): string[] {
  const settings = settingsOf(each, manifests);
  const secrets = dataOf(manifests, `Secret/${secretName}`);
  const files = settings.flatMap(([, value]) =>
    value.startsWith(`file:${SECRETS_AT}`) ? [value.slice(5 + SECRETS_AT.length)] : [],
  );
  const probes = [each.startupProbe, each.livenessProbe, each.readinessProbe].flatMap((one) =>
    one?.exec ? [one.exec.command] : [],
  );
  const { readOnlyRootFilesystem: isReadOnly, allowPrivilegeEscalation: mayGain } = each.securityContext;
  return [
    ...unknownSettings(settings.map(([name]) => name)),
    ...[each.command, ...probes].flatMap(problemsOfCommand),
    ...files.filter((file) => !secrets || !(file in secrets)).map((file) => `the Secret ${secretName} has no ${file}`),
    ...(isReadOnly && !mayGain ? [] : ['is not confined']),
    ...('memory' in each.resources.limits ? [] : ['has no limit of memory']),
  ];
}

/** What is wrong with the manifests besides their form: settings, commands, secrets, references. */
export function manifestProblems(): string[] {
  const manifests = byName();
  const { resources } = z
    .looseObject({ resources: z.array(z.string()) })
    .parse(readYaml('deploy/kubernetes/kustomization.yaml'));
  const files = new Set(readManifests().map(({ file }) => file.split('/').at(-1)));
  const lost = resources.filter((file) => !files.has(file)).map((file) => `kustomization.yaml: there is no ${file}`);
  const workloads = [...manifests].filter(([key]) => WORKLOADS.has(key.split('/', 1)[0] ?? ''));
  return [
    ...lost,
    ...workloads.flatMap(([key, manifest]) => {
      const { containers, volumes, serviceAccountName } = workload.parse(manifest).spec.template.spec;
      const secretName = volumes.find(({ secret }) => secret)?.secret?.secretName ?? '';
      const account = manifests.has(`ServiceAccount/${serviceAccountName}`)
        ? []
        : [`there is no account ${serviceAccountName}`];
      const problems = containers.flatMap((each) => containerProblems(each, secretName, manifests));
      return [...account, ...problems].map((problem) => `${key}: ${problem}`);
    }),
  ];
}
