import { Ajv2020 } from 'ajv/dist/2020.js';
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

/** Checks that a JSON answer is one that the API's own description has for that route and status. */
export function createDescriptionCheck(app: App) {
  let ready: { ajv: Ajv2020; routes: ReturnType<typeof matchers> } | undefined;
  const prepare = () => {
    const description = app.swagger() as unknown as Description;
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(description, 'api');
    return { ajv, routes: matchers(description) };
  };
  return (method: string, url: string, answer: { status: number; body: unknown }) => {
    if (answer.body === '' || answer.status === 404 || answer.status === 405) return;
    ready ??= prepare();
    const [path = ''] = url.split('?');
    const route = ready.routes.find(({ pattern }) => pattern.test(path));
    const operation = route?.operations[method.toLowerCase()];
    const schema = operation?.responses?.[answer.status]?.content?.['application/json']?.schema;
    if (!schema) return;
    const text = JSON.stringify(schema).replaceAll('"#/', '"api#/');
    const isAsDescribed = ready.ajv.compile(JSON.parse(text) as object);
    expect({ path, valid: isAsDescribed(answer.body), errors: isAsDescribed.errors }).toEqual({
      path,
      valid: true,
      errors: null,
    });
  };
}
