import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CONTRACT_BASE, LOOKUPS, WEBHOOK_PATH, type Lookup } from '../lms/contract.ts';
import {
  cloudEventSchema,
  EVENT_DATA,
  EVENT_TYPES,
  toCloudEvent,
  toTestEvent,
  type EventType,
} from '../lms/cloud-events.ts';
import { ALICE, AT, EFFECTS } from '../lms/effects/examples.ts';
import { busEntries } from '../lms/event-bus/examples.ts';

const TARGET = fileURLToPath(new URL('../docs/lms-contract.json', import.meta.url));

const problem = z.object({ detail: z.string() });

/** The contract between the service and an LMS, both directions, as an OpenAPI 3.1 document. */
export function lmsContract() {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Durable Proctoring: LMS contract',
      version: '1.0.0',
      summary: 'What an LMS answers, and what it is told',
      description:
        `Paths are lookups that the LMS serves. Webhooks are events that the service posts to the LMS, ` +
        `by default to ${WEBHOOK_PATH} at the same address. How to connect: docs/lms.md.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'https://{lms}', variables: { lms: { default: 'lms.example.org', description: 'The LMS' } } }],
    security: [{ token: [] }],
    paths: Object.fromEntries(
      Object.entries(LOOKUPS).map(([name, lookup]) => [CONTRACT_BASE + lookup.path, { get: operation(name, lookup) }]),
    ),
    webhooks: Object.fromEntries(EVENT_TYPES.map((type) => [type, { post: webhook(type) }])),
    'x-event-bus': busEntries(),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'The value of the setting LMS_TOKEN' },
      },
      parameters: Object.fromEntries(WEBHOOK_HEADERS.map((header) => [header.name, header])),
      schemas: {
        Problem: jsonSchema(problem, 'input'),
        ...Object.fromEntries(EVENT_TYPES.map((type) => [type, jsonSchema(cloudEventSchema(type), 'output')])),
      },
    },
  };
}

/** An event of each type, as it is posted. */
export const EXAMPLES = new Map<EventType, object>(
  [
    ...Object.values(EFFECTS).map(toCloudEvent),
    toTestEvent({ id: 'test/0f3c9a52-6a37-4c4e-9d0b-7e1d1a8f5b60', at: AT, requestedBy: ALICE }),
  ].map((event) => [event.type, event]),
);

const WEBHOOK_HEADERS = [
  { name: 'webhook-id', description: 'Id of the event, the same on every try' },
  { name: 'webhook-timestamp', description: 'When this try was signed, in seconds since 1970' },
  { name: 'webhook-signature', description: 'Standard Webhooks signature, v1 and base64' },
].map((header) => ({ ...header, in: 'header', required: true, schema: { type: 'string' } }));

function operation(operationId: string, lookup: Lookup) {
  const pathNames = [...lookup.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return {
    operationId,
    summary: lookup.summary,
    parameters: [
      ...pathNames.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...Object.entries(lookup.query ?? {}).map(([name, description]) => ({
        name,
        in: 'query',
        description,
        schema: { type: 'string' },
      })),
    ],
    responses: {
      200: jsonAnswer('The answer', jsonSchema(lookup.answer, 'input')),
      401: jsonAnswer('The token is missing or wrong', { $ref: '#/components/schemas/Problem' }),
      404: jsonAnswer('The LMS does not know the course or person', { $ref: '#/components/schemas/Problem' }),
    },
  };
}

function webhook(type: EventType) {
  return {
    operationId: type,
    summary: EVENT_DATA[type].description,
    security: [],
    parameters: WEBHOOK_HEADERS.map(({ name }) => ({ $ref: `#/components/parameters/${name}` })),
    requestBody: {
      required: true,
      content: {
        'application/cloudevents+json': {
          schema: { $ref: `#/components/schemas/${type}` },
          example: EXAMPLES.get(type),
        },
      },
    },
    responses: {
      '2XX': { description: 'Accepted, now or earlier. Repeating an id changes nothing' },
      401: { description: 'The signature is wrong. The delivery is tried again' },
      '4XX': {
        description:
          'Refused for good (except 401, 403, 408, 425 and 429). The refusal is recorded and not tried again',
      },
      '5XX': {
        description: 'Temporary failure. The delivery is tried again, at growing intervals, until it is accepted',
      },
    },
  };
}

function jsonAnswer(description: string, schema: object) {
  return { description, content: { 'application/json': { schema } } };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

if (import.meta.main) {
  const wanted = `${JSON.stringify(lmsContract(), null, 2)}\n`;
  if (!process.argv.includes('--check')) {
    await writeFile(TARGET, wanted);
  } else if ((await readFile(TARGET, 'utf8')) !== wanted) {
    console.error('docs/lms-contract.json is out of date: run this script without --check');
    process.exitCode = 1;
  }
}
