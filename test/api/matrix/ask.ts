import { factsOf, type CallerKind } from '../../../api/permissions/scopes.ts';
import type { ScopedRoute } from '../../../api/plugins/permissions.ts';
import type { Answer, Api, Method } from '../harness.ts';
import { rowFor } from './routes.ts';
import type { Said } from './rows/row.ts';
import type { Things } from './things.ts';
import type { Headers } from './tokens.ts';

/** Parameters that name nothing of ours. */
const FIXED: Record<string, string> = { org: 'Demo', number: 'Proctoring', run: '2030', backend: 'none' };

type Id = Exclude<keyof Things, 'learner'>;

/** Fills the parameters of an address; `instead` goes before the things. */
function addressOf({ url }: ScopedRoute, things: Things, instead: Partial<Things> = {}): string {
  const valueOf = (name: string) => FIXED[name] ?? instead[name as Id] ?? things[name as Id] ?? 'abc';
  return url
    .replaceAll(/\(\^.*?\$\)/g, '')
    .replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(valueOf(name))))
    .replace(/\*$/, 'abc');
}

/** What changes something, where that is not what the row says. */
export const realOf = (route: ScopedRoute): Said => rowFor(route)?.real ?? rowFor(route) ?? {};

/** A request of that caller about these things. */
export function requestFor(route: ScopedRoute, said: Said, things: Things, as: CallerKind) {
  const search = new URLSearchParams(said.query?.(things, as)).toString();
  const path = addressOf(route, things, said.path?.(things, as));
  return { path: path + (search && `?${search}`), body: route.method === 'HEAD' ? undefined : said.body?.(things, as) };
}

export interface Asking {
  api: Api;
  headers: Headers;
  as: CallerKind;
  things: Things;
  /** What the request says; what the row says, unless told otherwise. */
  said?: Said;
}

/** Sends a request to a route. */
export async function ask(route: ScopedRoute, { api, headers, as, things, said }: Asking): Promise<Answer> {
  const row = rowFor(route) ?? {};
  const { path, body } = requestFor(route, said ?? row, things, as);
  return await api.callRoot(route.method as Method, path, {
    headers: { ...headers, ...said?.headers },
    ...(row.isStream && { isStream: true }),
    ...(typeof body === 'string' ? { payload: body } : body !== undefined && { body }),
  });
}

/** What became of the caller: 'let in', or the code by which they were turned away. */
export function verdictOf({ headers: { 'x-error-code': code } }: Answer, route: ScopedRoute): string {
  const { refusals, unknown } = factsOf(route.scope);
  const turnedAway: readonly unknown[] = [...refusals, ...unknown, 'not_authenticated', 'token_restricted'];
  return typeof code === 'string' && turnedAway.includes(code) ? code : 'let in';
}
