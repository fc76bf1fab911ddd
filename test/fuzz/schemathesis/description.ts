import { readFileSync } from 'node:fs';

const FILE = new URL('../../../docs/openapi.json', import.meta.url);

interface Schema {
  prefixItems?: unknown[];
  'text/event-stream'?: { schema: unknown };
}

/**
 * What schemathesis 4.32 cannot read is said to it in other words: it checks tuples in answers by a draft that has none
 * (`prefixItems`), and each event of a stream by the schema of the whole.
 */
function inItsWords(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { prefixItems, ...rest } = value as Schema;
  if (rest['text/event-stream']) return { ...rest, 'text/event-stream': {} };
  if (prefixItems === undefined) return value;
  return { ...rest, items: { anyOf: prefixItems }, minItems: prefixItems.length, maxItems: prefixItems.length };
}

/** The text of docs/openapi.json for schemathesis. */
export function describedForSchemathesis(): string {
  return JSON.stringify(JSON.parse(readFileSync(FILE, 'utf8'), inItsWords));
}
