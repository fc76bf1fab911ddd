import { readFile } from 'node:fs/promises';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { toCloudEvent } from '../../../lms/cloud-events.ts';
import { EVENT_TYPES } from '../../../lms/cloud-events.ts';
import { lmsContract } from '../../../dev/lms-contract.ts';
import { EFFECTS } from '../../support/lms-effects.ts';

const document = JSON.parse(await readFile(new URL('../../../docs/lms-contract.json', import.meta.url), 'utf8')) as {
  webhooks: Record<string, unknown>;
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

  it.each(EVENT_TYPES.filter((type) => type.startsWith('org.openedx.')))(
    'describes %s with exactly the published fields',
    (type) => {
      const schema = document.components.schemas[type] as ObjectSchema;
      expect(shapeOf(schema.properties?.['data'] ?? {})).toStrictEqual({ exam_attempt: PUBLISHED_EXAM_ATTEMPT });
    },
  );
});
