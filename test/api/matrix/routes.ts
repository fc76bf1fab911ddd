import { buildDescribedApp } from '../../../api/described-app.ts';
import { factsOf, isOpen, type CallerKind, type Scope } from '../../../api/permissions/scopes.ts';
import { isWrite } from '../../../api/plugins/writes.ts';
import type { ScopedRoute } from '../../../api/plugins/permissions.ts';
import { EXAMS_PREFIX, INSTRUCTOR_PREFIX } from '../../../api/wire/addresses.ts';
import { nameOf, ROWS } from './rows/index.ts';
import type { Row } from './rows/row.ts';

const described = await buildDescribedApp();
/** Every route that is registered, with its scope. */
export const ROUTES = described.scopedRoutes;
await described.close();

/** A GET with a body has no HEAD, and neither has a stream. */
const hasHead = (url: string) => !/\/(active_exams_for_user|events)$/.test(url);

/** The row that says how a route is asked. */
export function rowFor({ method, url }: ScopedRoute): Row | undefined {
  if (method === 'HEAD' && !hasHead(url)) return undefined;
  return ROWS[`${method === 'HEAD' ? 'GET' : method} ${nameOf(url)}`];
}

/** Pages of the documentation and of the console, which are the same for everybody. */
const isPage = ({ url }: ScopedRoute) =>
  ['/', '/openapi.json'].includes(url) || url.startsWith('/docs') || url.startsWith('/console');

/** What is served. */
export const SERVED = ROUTES.filter((route) => rowFor(route) !== undefined);
/** What is served and changes something. */
export const WRITES = SERVED.filter(({ method }) => isWrite(method));
/** Everything else: the methods that an address does not have. */
export const OTHERS = ROUTES.filter((route) => rowFor(route) === undefined && !isPage(route));

/** For the names of tests. */
export const titleOf = ({ method, url }: ScopedRoute) => `${method} ${url}`;

/** Where nobody who is not signed in hears 401 instead of 403. */
export const isOfExamsDialect = ({ url }: Pick<ScopedRoute, 'url'>) =>
  [EXAMS_PREFIX, INSTRUCTOR_PREFIX, '/lti'].some((prefix) => url.startsWith(`${prefix}/`));

/** What these ask for is sent here by nobody. */
const PROVEN_BY_CONTENT: readonly Scope[] = ['recordLocator', 'launchHint', 'toolSignature', 'toolToken'];

/** Whether a caller of that kind is let in: what the scope says. */
export function mayCall({ scope }: ScopedRoute, kind: CallerKind): boolean {
  return !PROVEN_BY_CONTENT.includes(scope) && factsOf(scope).may.includes(kind);
}

/** The codes by which a caller of that kind is turned away. */
export function refusalsOf(route: ScopedRoute, kind: CallerKind): readonly string[] {
  return kind === 'anonymous' && !isOpen(route) ? ['not_authenticated'] : factsOf(route.scope).refusals;
}
