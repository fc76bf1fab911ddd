import type { Things } from '../things.ts';

/** What an answer must be; whether the data it answers were valid is for the tests of the routes. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
/** How often a name stands for something that exists. */
const KNOWN = 0.75;

const isNumber = (values: (string | number)[]) => values.every((value) => typeof value === 'number');

/** Names what exists in the places where an operation can name it: text in addresses, as it is in bodies. */
function bindingsOf(name: string, values: (string | number)[]): string[] {
  const text = `${name}-text`;
  const bind = (place: string, dictionary: string) =>
    `${JSON.stringify(`${place}.${name}`)} = { dictionary = ${JSON.stringify(dictionary)}, probability = ${KNOWN} }`;
  return [bind('path', text), bind('query', text), bind('body', isNumber(values) ? name : text)];
}

function dictionariesOf(name: string, values: (string | number)[]): string[] {
  const list = (id: string, of: (string | number)[]) => [`[dictionaries.${id}]`, `values = ${JSON.stringify(of)}`];
  return [...list(name, values), ...list(`${name}-text`, values.map(String))];
}

/** The text of `schemathesis.toml`. */
export function configurationOf(things: Things): string {
  const named = Object.entries(things);
  return [
    // A stream has no end; what it is like shows at its beginning.
    'max-stream-events = 1',
    // Where an answer leads is none of ours.
    'max-redirects = 0',
    ...named.flatMap(([name, values]) => dictionariesOf(name, values)),
    '[parameters]',
    ...named.flatMap(([name, values]) => bindingsOf(name, values)),
    '[checks]',
    'enabled = false',
    ...CHECKS.flatMap((check) => [`[checks.${check}]`, 'enabled = true']),
    '',
  ].join('\n');
}
