import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { App } from '../../api/routes/app-instance.ts';

interface Operation {
  responses?: Record<string, { content?: Record<string, { schema?: object }> }>;
}

type Description = { paths: Record<string, Record<string, Operation>> };

/** Paths with the most fixed parts first, as the router prefers them. */
function matchers({ paths }: Description) {
  return Object.entries(paths)
    .map(([path, operations]) => ({
      operations,
      fixed: path.split('/').filter((part) => !part.startsWith('{')).length,
      pattern: new RegExp(`^${path.replace(/[.+*]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`),
    }))
    .toSorted((one, other) => other.fixed - one.fixed);
}

interface Described {
  routes: ReturnType<typeof matchers>;
  /** The check of a schema, compiled at its first use. */
  checkOf(schema: object): ValidateFunction;
}

function prepare(description: Description): Described {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(description, 'api');
  const checks = new Map<object, ValidateFunction>();
  return {
    routes: matchers(description),
    checkOf(schema) {
      const text = JSON.stringify(schema).replaceAll('"#/', '"api#/');
      const check = checks.get(schema) ?? ajv.compile(JSON.parse(text) as object);
      checks.set(schema, check);
      return check;
    },
  };
}

/** By the text of the description, which most of the APIs that a test process starts share. */
const known = new Map<string, Described>();

/** Checks that an answer has a status that the API's own description has for that route, and JSON the form that it has there. */
export function createDescriptionCheck(app: App) {
  let ready: Described | undefined;
  const described = () => {
    const text = JSON.stringify(app.swagger());
    const found = known.get(text) ?? prepare(JSON.parse(text) as Description);
    known.set(text, found);
    return found;
  };
  return (method: string, url: string, answer: { status: number; body: unknown; headers: Record<string, unknown> }) => {
    if (answer.status === 405) return;
    ready ??= described();
    const [path = ''] = url.split('?');
    const route = ready.routes.find(({ pattern }) => pattern.test(path));
    const operation = route?.operations[method.toLowerCase()];
    if (operation) expect(Object.keys(operation.responses ?? {}), `${method} ${path}`).toContain(String(answer.status));
    const isPage = String(answer.headers['content-type']).startsWith('text/html');
    if (answer.body === '' || answer.status === 404 || isPage) return;
    const schema = operation?.responses?.[answer.status]?.content?.['application/json']?.schema;
    if (!schema) return;
    const isAsDescribed = ready.checkOf(schema);
    expect({ path, valid: isAsDescribed(answer.body), errors: isAsDescribed.errors }).toEqual({
      path,
      valid: true,
      errors: null,
    });
  };
}
