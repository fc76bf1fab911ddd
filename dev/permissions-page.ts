// Writes docs/permissions.md from the scopes that routes are registered with: npm run permissions
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildDescribedApp } from '../api/described-app.ts';
import { CALLERS, factsOf, isOpen, SCOPES, type CallerKind, type Scope } from '../api/permissions/scopes.ts';
import { CATALOGUE } from '../api/errors/catalogue.ts';
import type { ScopedRoute } from '../api/plugins/permissions.ts';

/** File that holds the page. */
export const PERMISSIONS_FILE = join(import.meta.dirname, '..', 'docs', 'permissions.md');

const INTRODUCTION = `# Who may call what

Every route is registered with one scope; without one the API does not start. The check is made before anything is changed.

- Without signing in, every route that is not open to anyone answers 403 \`not_authenticated\`; with a bad token one of \`token_invalid\`,
  \`token_expired\`, \`token_restricted\` and \`account_retired\`, all 403; by a cookie and without its CSRF token \`csrf_failed\`.
- Global staff are staff of every course.
- HEAD may be called by whoever may call GET. OPTIONS is open to anyone. Other methods answer 405, to anyone at an address that is
  open to anyone, else to whoever is signed in.
- An address with a course may have its key in three segments (\`Org/Num/Run\`) under the same scope.
- \`/docs\` and \`/openapi.json\` are open to anyone.

\`npm run matrix\` tries all of it ([authorisation matrix](authorisation-matrix.md)).

This page is made from \`api/permissions/scopes.ts\` and the registered routes by \`npm run permissions\`.
`;

const KINDS = Object.keys(CALLERS) as CallerKind[];

/** The scopes by who may call, seen from the thing that a request is about. */
function matrix(): string[] {
  const row = (scope: Scope) => {
    const { about, may } = factsOf(scope);
    return `| [${scope}](#${scope.toLowerCase()}) | ${[about ?? '', ...KINDS.map((kind) => (may.includes(kind) ? 'yes' : ''))].join(' | ')} |`;
  };
  return [
    '## At a glance',
    '',
    'Each column is a kind of caller, as seen from the attempt, exam, course or learner that the request is about:',
    '',
    ...KINDS.map((kind) => `- \`${kind}\`: ${CALLERS[kind]}`),
    '',
    'Where a secret or a signature is asked for (`clientSecret`, `attemptCode`, `recordLocator`, `launchHint`, `toolSignature`, `toolToken`), "yes" means whoever has it.',
    '',
    `| scope | about | ${KINDS.join(' | ')} |`,
    `| --- | --- |${' --- |'.repeat(KINDS.length)}`,
    ...(Object.keys(SCOPES) as Scope[]).map(row),
    '',
  ];
}

const showRefusal = (code: keyof typeof CATALOGUE) => `${CATALOGUE[code].status} \`${code}\``;

/** Routes as people write them: parameters without their patterns. */
const showAddress = (url: string) => url.replaceAll(/\(\^.*?\$\)/g, '');

function section(scope: Scope, routes: readonly ScopedRoute[]): string[] {
  const { who, object, refusals, unknown } = factsOf(scope);
  const shown = routes.filter((route) => route.scope === scope && !route.isHidden && route.method !== 'HEAD');
  return [
    `## ${scope}`,
    '',
    `${who}${isOpen({ scope }) ? ', without signing in' : ''}.`,
    '',
    ...(object === '' ? [] : [`- Checked: ${object}.`]),
    `- Refused with: ${refusals.length === 0 ? 'nothing of its own' : refusals.map(showRefusal).join(', ')}.`,
    ...(unknown.length === 0 ? [] : [`- Nothing to check against: ${unknown.map(showRefusal).join(', ')}.`]),
    '',
    '| method | address |',
    '| --- | --- |',
    ...shown.map(({ method, url }) => `| ${method} | \`${showAddress(url)}\` |`),
    '',
  ];
}

/** The page: the routes by who may call them. */
export async function permissionsPage(): Promise<string> {
  const app = await buildDescribedApp();
  const sections = (Object.keys(SCOPES) as Scope[]).flatMap((scope) => section(scope, app.scopedRoutes));
  await app.close();
  return `${INTRODUCTION}\n${[...matrix(), ...sections].join('\n').trimEnd()}\n`;
}

if (import.meta.main) await writeFile(PERMISSIONS_FILE, await permissionsPage());
