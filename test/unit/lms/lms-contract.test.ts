import { readFile } from 'node:fs/promises';
import avro from 'avsc';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { toCloudEvent } from '../../../lms/cloud-events.ts';
import { EVENT_TYPES } from '../../../lms/cloud-events.ts';
import { lmsContract } from '../../../dev/lms-contract.ts';
import { EFFECTS } from '../../../lms/effects/examples.ts';

type Exampled = AnySchema & { example?: unknown };

const document = JSON.parse(await readFile(new URL('../../../docs/lms-contract.json', import.meta.url), 'utf8')) as {
  paths: Record<string, { get: { responses: Record<string, { content: Record<string, { schema: Exampled }> }> } }>;
  webhooks: Record<string, { post: { requestBody: { content: Record<string, { example?: unknown }> } } }>;
  'x-event-bus': { event_data: AnySchema; examples: Record<string, { event_data: string }> };
  components: { schemas: Record<string, AnySchema> };
};

/** Names and types as openedx-events 10.5.0 publishes them (`ExamAttemptData`, `UserData`, `UserPersonalData`). */
const PUBLISHED_USER = {
  id: 'integer',
  is_active: 'boolean',
  pii: { username: 'string', email: 'string', name: 'string' },
};
const PUBLISHED_EXAM_ATTEMPT = {
  student_user: PUBLISHED_USER,
  course_key: 'string',
  usage_key: 'string',
  exam_type: 'string',
  requesting_user: [PUBLISHED_USER, 'null'],
};

interface ObjectSchema {
  type?: string;
  properties?: Record<string, ObjectSchema>;
  required?: string[];
  anyOf?: ObjectSchema[];
}

/** Names and types of a JSON Schema, every property required. */
function shapeOf(schema: ObjectSchema): unknown {
  if (schema.anyOf) return schema.anyOf.map(shapeOf);
  if (!schema.properties) return schema.type;
  expect(schema.required).toStrictEqual(Object.keys(schema.properties));
  return Object.fromEntries(Object.entries(schema.properties).map(([name, property]) => [name, shapeOf(property)]));
}

describe('docs/lms-contract.json', () => {
  it('is what the schemas say now', () => {
    expect(document).toStrictEqual(JSON.parse(JSON.stringify(lmsContract())));
  });

  it('has a webhook for every event type', () => {
    expect(Object.keys(document.webhooks)).toStrictEqual(EVENT_TYPES);
  });

  it.each(Object.entries(EFFECTS))('describes the event of %s', (_name, effect) => {
    const event = toCloudEvent(effect);
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
      document.components.schemas[event.type] ?? false,
    );
    const valid = validate(JSON.parse(JSON.stringify(event)));
    expect({ valid, errors: validate.errors }).toStrictEqual({ valid: true, errors: null });
  });

  const check = (schema: AnySchema) => new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

  it.each(EVENT_TYPES)('has an example of %s that fits its schema', (type) => {
    const { example } = document.webhooks[type]?.post.requestBody.content['application/cloudevents+json'] ?? {};
    const validate = check(document.components.schemas[type] ?? false);
    expect([validate(example), validate.errors]).toStrictEqual([true, null]);
  });

  it.each(Object.entries(document.paths))(
    'has an example of the answer to %s that fits its schema',
    (_path, { get }) => {
      const { schema } = get.responses['200']?.content['application/json'] ?? {};
      const validate = check(schema ?? false);
      expect([validate(schema?.example), validate.errors]).toStrictEqual([true, null]);
    },
  );

  it('has an entry of the event bus for each of its types, whose bytes are those of the event', () => {
    const { event_data: avroSchema, examples } = document['x-event-bus'];
    expect(Object.keys(examples)).toStrictEqual(EVENT_TYPES.filter((type) => type.startsWith('org.openedx.')));
    const type = avro.Type.forSchema(avroSchema as avro.Schema);
    for (const [name, { event_data: bytes }] of Object.entries(examples)) {
      const { example } = document.webhooks[name]?.post.requestBody.content['application/cloudevents+json'] ?? {};
      const told = JSON.parse(JSON.stringify(type.fromBuffer(Buffer.from(bytes, 'base64')))) as unknown;
      expect(example).toMatchObject({ data: told });
    }
  });

  it.each(EVENT_TYPES.filter((type) => type.startsWith('org.openedx.')))(
    'describes %s with exactly the published fields',
    (type) => {
      const schema = document.components.schemas[type] as ObjectSchema;
      expect(shapeOf(schema.properties?.['data'] ?? {})).toStrictEqual({ exam_attempt: PUBLISHED_EXAM_ATTEMPT });
    },
  );
});
