// Writes what is made of docs/openapi.json: clients/typescript/schema.ts, the types of all calls, and console/api/served.ts, which
// calls there are; with --check it only compares. `npm run openapi` runs it after the description itself.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { OWN_PREFIX } from '../api/wire/addresses.ts';
import { componentsType, description, pathsType } from './openapi-types.ts';

const DESCRIPTION = new URL('../docs/openapi.json', import.meta.url);
const MADE = '// Made from docs/openapi.json by npm run openapi.';

const read = () => description.parse(JSON.parse(readFileSync(DESCRIPTION, 'utf8')));

/** The paths below the service's own prefix, without it. */
function servedPaths(): string {
  const served = Object.keys(read().paths).filter((path) => path.startsWith(OWN_PREFIX));
  return [
    MADE,
    `/** The calls that the service has, below its own prefix. */`,
    `export const SERVED: readonly string[] = ${JSON.stringify(served.map((path) => path.slice(OWN_PREFIX.length)))};`,
    '',
  ].join('\n');
}

/** All paths, and every schema that has a name. */
function clientTypes(): string {
  const { paths, components } = read();
  return [MADE, pathsType(paths), componentsType(components.schemas), ''].join('\n');
}

const FILES = { 'console/api/served.ts': servedPaths, 'clients/typescript/schema.ts': clientTypes };

for (const [name, make] of Object.entries(FILES)) {
  const file = new URL(`../${name}`, import.meta.url);
  const types = make();
  if (!process.argv.includes('--check')) await writeFile(file, types);
  else if (readFileSync(file, 'utf8') !== types) {
    process.stderr.write(`${name} is not what docs/openapi.json says: run npm run openapi.\n`);
    process.exitCode = 1;
  }
}
