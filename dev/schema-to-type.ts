/** The part of JSON Schema that our descriptions use. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema | false;
  prefixItems?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
}

const SIMPLE: Record<string, string> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

const union = (types: string[]) => [...new Set(types)].join(' | ');

function objectType({ properties, required = [], additionalProperties }: Schema): string {
  if (properties === undefined) {
    const values = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown';
    return `Record<string, ${values}>`;
  }
  const fields = Object.entries(properties).map(
    ([name, field]) => `${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(field)}`,
  );
  return fields.length === 0 ? 'Record<string, never>' : `{ ${fields.join('; ')} }`;
}

function arrayType({ items, prefixItems }: Schema): string {
  if (prefixItems !== undefined) return `[${prefixItems.map((item) => typeOf(item)).join(', ')}]`;
  return `(${items ? typeOf(items) : 'unknown'})[]`;
}

function typeNamed(name: string, schema: Schema): string {
  if (name === 'object') return objectType(schema);
  if (name === 'array') return arrayType(schema);
  return SIMPLE[name] ?? 'unknown';
}

/** A schema as a TypeScript type on one line; what has a name is referred to by it. */
export function typeOf(schema: Schema): string {
  const { $ref: reference, type, anyOf, oneOf, allOf } = schema;
  if (reference !== undefined) return `components["schemas"]["${reference.split('/').at(-1)}"]`;
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  if (allOf) return allOf.map((each) => `(${typeOf(each)})`).join(' & ');
  const options = anyOf ?? oneOf;
  if (options) return union(options.map(typeOf));
  if (type === undefined) return schema.properties ? objectType(schema) : 'unknown';
  return union([type].flat().map((name) => typeNamed(name, schema)));
}
