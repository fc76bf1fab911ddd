import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, type ErrorCode } from '../../../api/errors/catalogue.ts';
import { EXAMS_STATUSES } from '../../../api/errors/status.ts';

interface Schema {
  $ref?: string;
  example?: unknown;
  examples?: unknown[];
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
}
type Content = Record<string, { schema: Schema; example?: unknown }>;
interface Operation {
  operationId: string;
  description?: string;
  parameters?: { name: string; in: string; description?: string; schema: Schema }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
}
interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const FILE = join(import.meta.dirname, '..', '..', '..', 'docs', 'openapi.json');
const api = JSON.parse(await readFile(FILE, 'utf8')) as Description;
const operations = Object.values(api.paths).flatMap((path) => Object.values(path));

const isMissing = (description: string | undefined) => !description || description === 'Default Response';

/** The fields below a schema, however deep, that nothing is said about. */
function undescribedIn(path: string, schema: Schema): string[] {
  const { properties = {}, anyOf = [], items, additionalProperties } = schema;
  const fields = Object.entries(properties).flatMap(([name, field]) => [
    ...(isMissing(field.description) ? [`${path}.${name}`] : []),
    ...undescribedIn(`${path}.${name}`, field),
  ]);
  const parts = [...anyOf, items, additionalProperties].filter((part) => typeof part === 'object');
  return [...fields, ...parts.flatMap((part) => undescribedIn(path, part))];
}

const undescribedInContent = (path: string, content: Content = {}) =>
  Object.values(content).flatMap(({ schema }) => undescribedIn(path, schema));

/** Whether a schema, a form of it or what it is a list of is shown by an example. */
function hasExample({ $ref, example, examples, anyOf = [], items }: Schema): boolean {
  const named = $ref === undefined ? undefined : api.components.schemas[$ref.split('/').at(-1) ?? ''];
  const parts = [named, items, ...anyOf].filter((part) => part !== undefined);
  return example !== undefined || examples !== undefined || parts.some(hasExample);
}

/** Every schema of the description that has an example, with where it stands. */
function* exampled(node: unknown, path = ''): Generator<[path: string, schema: Schema]> {
  if (node === null || typeof node !== 'object') return;
  if ('example' in node && !('schema' in node)) yield [path, node];
  for (const [name, part] of Object.entries(node)) if (name !== 'example') yield* exampled(part, `${path}/${name}`);
}

/** What an operation takes and answers as JSON without an example of it. */
function withoutExample({ requestBody, responses }: Operation): string[] {
  const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const contents = [
    ['body', requestBody?.content] as const,
    ...successes.map(([status, { content }]) => [status, content] as const),
  ];
  return contents.flatMap(([place, content]) => {
    const json = content?.['application/json'];
    return json === undefined || json.example !== undefined || hasExample(json.schema) ? [] : [place];
  });
}

describe('the description of the API', () => {
  it('says more of every operation than its summary', () => {
    expect(operations.filter(({ description }) => !description).map(({ operationId }) => operationId)).toEqual([]);
  });

  it('has an example of everything that operations take and answer, and of every part of a path', () => {
    const missing = operations.flatMap((operation) => [
      ...withoutExample(operation).map((place) => `${operation.operationId} ${place}`),
      ...(operation.parameters ?? [])
        .filter(({ in: place, schema }) => place === 'path' && !hasExample(schema))
        .map(({ name }) => `${operation.operationId} ${name}`),
    ]);
    expect(missing).toEqual([]);
  });

  it('has examples that are as their schemas say', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(api, 'api');
    const found = [...exampled(api)];
    expect(found.length).toBeGreaterThan(100);
    const wrong = found.flatMap(([path, schema]) => {
      const check = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object);
      return check(schema.example) ? [] : [{ path, errors: ajv.errorsText(check.errors) }];
    });
    expect(wrong).toEqual([]);
  });

  it('says what every schema and every field of it is', () => {
    const undescribed = Object.entries(api.components.schemas).flatMap(([name, schema]) => [
      ...(isMissing(schema.description) ? [name] : []),
      ...undescribedIn(name, schema),
    ]);
    expect(undescribed).toEqual([]);
  });

  it.each(operations.map((operation) => [operation.operationId, operation] as const))(
    'says what every parameter, field and answer of %s is',
    (name, { parameters = [], requestBody, responses }) => {
      const unnamed = parameters.filter(({ description }) => isMissing(description)).map((each) => each.name);
      const answers = Object.entries(responses);
      const silent = answers.filter(([, { description }]) => isMissing(description)).map(([status]) => status);
      expect([...unnamed, ...silent]).toEqual([]);
      expect(undescribedInContent(name, requestBody?.content)).toEqual([]);
      for (const [status, { content }] of answers)
        expect(undescribedInContent(`${name} ${status}`, content)).toEqual([]);
    },
  );

  it('keeps every form in which a field may be sent', () => {
    const creation = operations.find(({ operationId }) => operationId === 'createExam');
    const fields = creation?.requestBody?.content['application/json']?.schema.properties ?? {};
    expect(fields['is_proctored']?.type).toEqual(['boolean', 'string', 'number']);
    expect(fields['time_limit_mins']?.anyOf?.map(({ type }) => type)).toEqual(['integer', 'string']);
  });

  it('gives every error code that a route has under its status', () => {
    const unknown = { exam_not_found: 404, user_not_found: 404, attempt_not_found: 404 };
    const inExams = { ...EXAMS_STATUSES, ...unknown } as Partial<Record<ErrorCode, number>>;
    const ofExams = ['/api/v1/', '/api/instructor/', '/lti/'];
    for (const [path, methods] of Object.entries(api.paths))
      for (const { operationId, responses } of Object.values(methods))
        for (const [status, { description }] of Object.entries(responses)) {
          const codes = description.split('Error code')[1]?.match(/(?<=`)[a-z_]+(?=`)/g) ?? [];
          const others = ofExams.some((prefix) => path.startsWith(prefix)) ? inExams : {};
          for (const code of codes as ErrorCode[]) {
            expect([CATALOGUE[code].status, others[code]], `${operationId} ${code}`).toContain(Number(status));
          }
        }
  });
});
