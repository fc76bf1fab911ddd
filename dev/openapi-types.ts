import { z } from 'zod';
import { typeOf, type Schema } from './schema-to-type.ts';

// openapi-typescript, whose form of types this is, needs the compiler API of TypeScript 5.

/** Media types of bodies that have a type; others are sent and taken as they are. */
const TYPES = ['application/json', 'text/csv', 'text/html', 'text/event-stream'];

const schema = z.custom<Schema>((value) => typeof value === 'object');
const content = z.record(z.string(), z.object({ schema: schema.optional() }));
const operation = z.object({
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema: schema.optional() }))
    .default([]),
  requestBody: z.object({ content, required: z.boolean().default(false) }).optional(),
  responses: z.record(z.string(), z.object({ content: content.optional() })),
});
const paths = z.record(z.string(), z.record(z.string(), operation));
type Paths = z.output<typeof paths>;
type Operation = z.output<typeof operation>;

/** The parts of an OpenAPI description that types are made of. */
export const description = z.object({
  paths,
  components: z.object({ schemas: z.record(z.string(), schema) }),
});

/** How an answer with an error and nothing else comes out. */
const ERROR = 'content: { "application/json": components["schemas"]["Error"] }';

function contentType(of: z.output<typeof content> | undefined): string {
  const entries = Object.entries(of ?? {}).filter(([type]) => TYPES.includes(type));
  if (entries.length === 0) return 'content?: never';
  const lines = entries.map(([type, { schema: shape = {} }]) => `${JSON.stringify(type)}: ${typeOf(shape)}`);
  return `content: { ${lines.join('; ')} }`;
}

function parametersOf({ parameters }: Operation): string {
  const groups = ['query', 'header', 'path', 'cookie'].map((place) => {
    const own = parameters.filter((each) => each.in === place);
    if (own.length === 0) return `${place}?: never`;
    const fields = own.map(
      ({ name, required, schema: shape = {} }) => `${JSON.stringify(name)}${required ? '' : '?'}: ${typeOf(shape)}`,
    );
    return `${place}${own.some(({ required }) => required) ? '' : '?'}: { ${fields.join('; ')} }`;
  });
  return `parameters: { ${groups.join('; ')} }`;
}

function operationType(each: Operation): string {
  const { requestBody: body } = each;
  const sent = body
    ? `requestBody${body.required ? '' : '?'}: { ${contentType(body.content)} }`
    : 'requestBody?: never';
  const answers = Object.entries(each.responses)
    .map(([status, { content: own }]) => [status, contentType(own)] as const)
    .filter(([, own]) => own !== ERROR);
  const responses = [...answers, ['default', ERROR]].map(([status, own]) => `${status}: { headers: object; ${own} }`);
  return `{\n      ${parametersOf(each)};\n      ${sent};\n      responses: { ${responses.join('; ')} };\n    }`;
}

/** The interface `paths`: what each operation takes and answers. */
export function pathsType(of: Paths): string {
  const calls = Object.entries(of).map(([path, operations]) => {
    const methods = Object.entries(operations).map(([method, each]) => `    ${method}: ${operationType(each)};`);
    return `  ${JSON.stringify(path)}: {\n${methods.join('\n')}\n  };`;
  });
  return `export interface paths {\n${calls.join('\n')}\n}`;
}

/** The interface `components`: every schema that has a name. */
export function componentsType(schemas: Record<string, Schema>): string {
  const named = Object.entries(schemas).map(([name, each]) => `    ${name}: ${typeOf(each)};`);
  return `export interface components {\n  schemas: {\n${named.join('\n')}\n  };\n}`;
}
