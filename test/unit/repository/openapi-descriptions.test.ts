import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../api/errors/catalogue.ts';

interface Schema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
}
type Content = Record<string, { schema: Schema }>;
interface Operation {
  operationId: string;
  parameters?: { name: string; description?: string }[];
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

describe('the description of the API', () => {
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
    for (const { operationId, responses } of operations)
      for (const [status, { description }] of Object.entries(responses)) {
        const codes = description.split('Error code')[1]?.match(/(?<=`)[a-z_]+(?=`)/g) ?? [];
        for (const code of codes) expect(CATALOGUE, operationId).toHaveProperty([code, 'status'], Number(status));
      }
  });
});
