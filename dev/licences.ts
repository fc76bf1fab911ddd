// Lists every package that a release contains, and fails if the licence of one is not among those we accept:
// npm run licences
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import satisfies from 'spdx-satisfies';
import { z } from 'zod';

/** Licences that let an Apache-2.0 product be passed on with the packages it needs, by their SPDX identifiers. */
const ACCEPTED = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  // Data, which only has to name where it comes from.
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
];

/** Packages whose package.json names no licence in the usual way, with the one that their files name. */
const STATED_ELSEWHERE: readonly [name: RegExp, licence: string][] = [
  [/^@swc\/core-/, 'Apache-2.0 AND MIT'],
  [/^slick$/, 'MIT'],
  [/^unionfs$/, 'Unlicense'],
];

const licenceSchema = z.union([
  z.object({ expression: z.string() }).transform(({ expression }) => expression),
  z.object({ license: z.object({ id: z.string() }) }).transform(({ license: { id } }) => id),
  z.object({ license: z.object({ name: z.string() }) }).transform(({ license: { name } }) => name),
]);

const componentSchema = z.object({
  group: z.string().optional(),
  name: z.string(),
  version: z.string(),
  licenses: z.array(licenceSchema).default([]),
  get components() {
    return z.array(componentSchema).default([]);
  },
});

/** A package of a release; `licence` is an SPDX expression, or null if the package names none. */
export interface LicensedPackage {
  name: string;
  version: string;
  licence: string | null;
}

function packagesIn(components: z.output<typeof componentSchema>[]): LicensedPackage[] {
  return components.flatMap(({ group, name: ownName, version, licenses, components: inside }) => {
    const name = group ? `${group}/${ownName}` : ownName;
    const elsewhere = STATED_ELSEWHERE.find(([pattern]) => pattern.test(name))?.[1];
    return [{ name, version, licence: elsewhere ?? licenses[0] ?? null }, ...packagesIn(inside)];
  });
}

/** The packages of a release, by its bill of materials. Throws if that cannot be made. */
export function listPackages(): LicensedPackage[] {
  const bill = execFileSync('npm', ['run', '--silent', 'sbom'], {
    cwd: join(import.meta.dirname, '..'),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return packagesIn(z.object({ components: z.array(componentSchema) }).parse(JSON.parse(bill)).components);
}

/** Whether we accept the licence of a package; one that is no SPDX expression is refused. */
export function isAccepted({ licence }: LicensedPackage): boolean {
  try {
    return licence !== null && satisfies(licence, ACCEPTED);
  } catch {
    return false;
  }
}

if (import.meta.main) {
  const packages = listPackages();
  for (const { name, version, licence } of packages) console.log(`${licence ?? 'none'}\t${name} ${version}`);
  const refused = packages.filter((each) => !isAccepted(each));
  for (const { name, version, licence } of refused) console.error(`Not accepted: ${name} ${version} (${licence})`);
  if (refused.length > 0) process.exitCode = 1;
}
