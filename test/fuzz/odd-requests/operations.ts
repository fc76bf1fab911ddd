import { readFileSync } from 'node:fs';
import type { Things } from '../things.ts';

const FILE = new URL('../../../docs/openapi.json', import.meta.url);

interface Schema {
  $ref?: string;
  example?: unknown;
  examples?: unknown[];
  items?: Schema;
}

interface Description {
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: { name: string; in: string; schema?: Schema; example?: unknown }[];
        requestBody?: { content: Record<string, { schema?: Schema }> };
        responses: Record<string, { content?: Record<string, unknown> }>;
      }
    >
  >;
}

/** An operation with a request that it takes, about things that exist. */
export interface Operation {
  /** Method and path, as they are described. */
  name: string;
  method: string;
  address: string;
  /** What would be sent as JSON; undefined where it takes no body. */
  body: unknown;
  /** The documented content types by status; [] where no body is described. */
  answers: Record<string, string[]>;
}

function exampleOf(schema: Schema | undefined): unknown {
  const own = schema?.example ?? schema?.examples?.[0];
  return own ?? (schema?.items ? [exampleOf(schema.items)] : {});
}

/** The example, about what there is. */
function about(body: unknown, things: Things): unknown {
  if (Array.isArray(body)) return body.map((item) => about(item, things));
  if (typeof body !== 'object' || body === null) return body;
  const known = Object.entries(body).map(([name, value]) => [name, things[name]?.[0] ?? value]);
  return Object.fromEntries(known) as unknown;
}

/** Every described operation but the stream, which has no end. */
export function listOperations(things: Things): Operation[] {
  const { paths } = JSON.parse(readFileSync(FILE, 'utf8')) as Description;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { responses }]) => !responses['200']?.content?.['text/event-stream'])
      .map(([method, { requestBody, responses }]) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        address: path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(things[name]?.[0] ?? 'a')),
        body: requestBody && about(exampleOf(Object.values(requestBody.content)[0]?.schema), things),
        answers: Object.fromEntries(
          Object.entries(responses).map(([status, { content = {} }]) => [status, Object.keys(content)]),
        ),
      })),
  );
}
