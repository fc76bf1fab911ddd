// Every registered route, called by everyone who may and who may not; docs/permissions.md says the same.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDescribedApp } from '../../api/described-app.ts';
import { CALLERS, factsOf, isOpen, type CallerKind, type Scope } from '../../api/permissions/scopes.ts';
import { beginBulk, insertPreview } from '../../db/bulks.ts';
import type { ScopedRoute } from '../../api/plugins/permissions.ts';
import { EXAMS_PREFIX, INSTRUCTOR_PREFIX } from '../../api/wire/addresses.ts';
import { signToken, type Person } from '../../dev/people.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { signedInAs, vendorSettings } from '../support/two-vendors.ts';
import { startApiWithVendor } from './api-with-vendor.ts';
import { addExam, COURSE, KEY, newLearner, PEOPLE, type Answer, type Api, type Method } from './harness.ts';
import { EXPECTATIONS, nameOf, type Expectation, type Things } from './permission-table.ts';

const described = await buildDescribedApp();
const routes = described.scopedRoutes;
await described.close();

/** A GET with a body has no HEAD, and neither has a stream. */
const hasHead = (url: string) => !/\/(active_exams_for_user|events)$/.test(url);
const expectationFor = ({ method, url }: ScopedRoute): Expectation | undefined =>
  method === 'HEAD' && !hasHead(url) ? undefined : EXPECTATIONS[`${method === 'HEAD' ? 'GET' : method} ${nameOf(url)}`];
/** Pages of the documentation and of the console, which are the same for everybody. */
const isPage = ({ url }: ScopedRoute) =>
  ['/', '/openapi.json'].includes(url) || url.startsWith('/docs') || url.startsWith('/console');
/** Where nobody who is not signed in hears 403. */
const isOfExamsDialect = ({ url }: ScopedRoute) =>
  [EXAMS_PREFIX, INSTRUCTOR_PREFIX, '/lti'].some((prefix) => url.startsWith(`${prefix}/`));
const served = routes.filter((route) => expectationFor(route) !== undefined);
/** Everything else: the methods that an address does not have. */
const others = routes.filter((route) => expectationFor(route) === undefined && !isPage(route));
const named = (list: readonly ScopedRoute[]) => list.map((route) => [`${route.method} ${route.url}`, route] as const);

/** What these ask for is sent here by nobody. */
const PROVEN_BY_CONTENT: readonly Scope[] = ['recordLocator', 'launchHint', 'toolSignature', 'toolToken'];
const KINDS = Object.keys(CALLERS) as CallerKind[];
const RETIREMENT_WORKER = 'retirement-worker';
const owner = newLearner();
const people: Partial<Record<CallerKind, Person>> = {
  learner: owner,
  otherLearner: newLearner(),
  courseStaff: { ...newLearner(), staffOf: [COURSE] },
  otherCourseStaff: { ...newLearner(), staffOf: ['course-v1:Elsewhere+One+2030'] },
  invigilator: { ...newLearner(), invigilates: [COURSE] },
  courseReviewer: { ...newLearner(), reviews: [COURSE] },
  operator: { ...newLearner(), isOperator: true },
  globalStaff: PEOPLE.dora,
  lmsService: PEOPLE.lms,
  retirementService: { ...newLearner(), username: RETIREMENT_WORKER },
};
const restricted: Person = { ...PEOPLE.dora, isRestricted: true };

let vendor: ScriptedVendor;
let api: Api;
let close: () => Promise<void>;
let headers: Record<CallerKind, Record<string, string>>;
let shared: Things;
beforeAll(async () => {
  ({ vendor, api, close } = await startApiWithVendor((at) => ({
    ...vendorSettings(at),
    RETIREMENT_SERVICE_WORKER_USERNAME: RETIREMENT_WORKER,
    PROCTORED_EXAM_VIEWABLE_PAST_DUE: 'true',
    REQUESTS_PER_MINUTE: '0',
  })));
  const tokens = Object.entries(people).map(async ([kind, person]) => [
    kind,
    { authorization: `JWT ${await signToken(person, KEY)}` },
  ]);
  headers = {
    ...(Object.fromEntries(await Promise.all(tokens)) as typeof headers),
    anonymous: {},
    vendor: await signedInAs(api, 'one'),
    otherVendor: await signedInAs(api, 'two'),
  };
  shared = await makeThings();
});
afterAll(() => close());

/** A bulk act in the course that is for nobody. */
async function beginNothing(): Promise<string> {
  const [id, at, { pool }] = [crypto.randomUUID(), Date.now(), api.deps];
  const by = { userId: PEOPLE.dora.userId, role: 'global_staff' } as const;
  const wanted = { courseId: COURSE, wish: { act: 'extra-time', minutes: 1 }, reason: 'Power' } as const;
  await insertPreview(pool, {
    ...wanted,
    id,
    at,
    category: 'power',
    by,
    fingerprint: '',
    sittingExamId: null,
    attemptIds: [],
  });
  await beginBulk(pool, { id, at, undoUntil: at + 3_600_000 });
  return id;
}

/** A new proctored exam of the course with the learner's attempt on it, which vendor one knows. */
async function makeThings(): Promise<Things> {
  const external_id = `external-${crypto.randomUUID()}`;
  vendor.otherwise({ body: { id: external_id } });
  const exam_id = await addExam(api, { is_proctored: true });
  const body = { exam_id, attempt_proctored: 'true' };
  const created = await api.call('POST', '/v1/proctored_exam/attempt', { as: owner, body });
  const { exam_attempt_id: attempt_id } = created.body as { exam_attempt_id: number };
  const read = await api.call('GET', `/v1/proctored_exam/attempt/${attempt_id}`, { as: owner });
  const { attempt_code } = read.body as { attempt_code: string };
  return {
    exam_id,
    attempt_id,
    user_id: owner.userId,
    username: owner.username,
    course: COURSE,
    attempt_code,
    external_id,
    bulk_id: await beginNothing(),
  };
}

function addressOf({ url }: ScopedRoute, things: Things): string {
  const filled: Record<string, string | number> = {
    ...things,
    org: 'Demo',
    number: 'Proctoring',
    run: '2030',
    backend: 'none',
    version: 1,
    note_id: 1,
    allowance_id: 1,
    view_id: 1,
  };
  return url
    .replaceAll(/\(\^.*?\$\)/g, '')
    .replaceAll(/:(\w+)/g, (_, name: string) => String(filled[name] ?? 'abc'))
    .replace(/\*$/, 'abc');
}

async function call(
  route: ScopedRoute,
  sent: Record<string, string>,
  as: CallerKind,
  things = shared,
): Promise<Answer> {
  const { body, query, path, isStream } = expectationFor(route) ?? {};
  const search = new URLSearchParams(query?.(things, as)).toString();
  const address = addressOf(route, { ...things, ...path }) + (search && `?${search}`);
  const hasBody = body !== undefined && route.method !== 'HEAD';
  return await api.callRoot(route.method as Method, address, {
    headers: sent,
    ...(isStream && { isStream }),
    ...(hasBody && { body: body(things, as) }),
  });
}

/** Course keys in three segments are those of another course, whose staff then are somebody else. */
const isElsewhere = ({ url }: ScopedRoute, kind: CallerKind) =>
  url.includes('/:org/') && ['courseStaff', 'invigilator', 'courseReviewer'].includes(kind);

/** What became of the caller: 'let in', or the code by which they were turned away. */
function verdictOf({ headers: { 'x-error-code': code } }: Answer, route: ScopedRoute): string {
  const { refusals, unknown } = factsOf(route.scope);
  const turnedAway: readonly unknown[] = [...refusals, ...unknown, 'not_authenticated', 'token_restricted'];
  return typeof code === 'string' && turnedAway.includes(code) ? code : 'let in';
}

describe('every route', () => {
  it('is in the table of expectations, and every expectation has a route', () => {
    const registered = new Set(served.map(({ method, url }) => `${method} ${nameOf(url)}`));
    expect(Object.keys(EXPECTATIONS).filter((name) => !registered.has(name))).toEqual([]);
    expect(routes.filter((route) => !route.isHidden && expectationFor(route) === undefined)).toEqual([]);
  });

  it.each(named(served))('%s lets in those who may call it, and nobody else', async (_, route) => {
    const { may, usesUp } = expectationFor(route) ?? { may: [] };
    for (const kind of KINDS) {
      if (isElsewhere(route, kind)) continue;
      const isAllowed = may.includes(kind);
      const things = usesUp && isAllowed ? await makeThings() : shared;
      const verdict = verdictOf(await call(route, headers[kind], kind, things), route);
      const { refusals } = factsOf(route.scope);
      const expected = isAllowed
        ? ['let in']
        : kind === 'anonymous' && !isOpen(route)
          ? ['not_authenticated']
          : refusals;
      expect(expected, `${kind} got ${verdict}`).toContain(verdict);
    }
  });

  it.each(named(served))('%s has a scope that says the same', (_, route) => {
    const { may } = expectationFor(route) ?? { may: [] };
    if (!PROVEN_BY_CONTENT.includes(route.scope)) expect(new Set(factsOf(route.scope).may)).toEqual(new Set(may));
  });

  it.each(named(served.filter((route) => !isOpen(route))))(
    '%s is closed to restricted applications',
    async (_, route) => {
      const answer = await call(route, { authorization: `JWT ${await signToken(restricted, KEY)}` }, 'globalStaff');
      expect(verdictOf(answer, route)).toBe('token_restricted');
    },
  );
});

describe('an address', () => {
  it.each(named(others))('answers %s, which it does not have', async (_, route) => {
    const answer = await call(route, headers.otherLearner, 'otherLearner');
    expect(answer).toMatchObject({ status: route.method === 'OPTIONS' ? 200 : 405 });
    expect(answer.headers['allow']).toContain('OPTIONS');
    const anonymous = await call(route, {}, 'anonymous');
    const refusal = isOfExamsDialect(route) ? 401 : 403;
    expect(anonymous.status).toBe(isOpen(route) ? answer.status : refusal);
  });
});

describe('the learner alone', () => {
  it('acts on an attempt, whoever else leaves out for whom', async () => {
    for (const kind of KINDS.filter((each) => each !== 'anonymous' && each !== 'learner')) {
      const path = `/v1/proctored_exam/attempt/${shared.attempt_id}`;
      const answer = await api.call('PUT', path, { headers: headers[kind], body: { action: 'stop' } });
      expect(answer.headers['x-error-code'], kind).toBe('not_the_owner');
    }
  });
});

describe('a vendor', () => {
  it('is let in by its secret alone', async () => {
    const body = { client_id: 'one', client_secret: 'two-secret' };
    expect(await api.callRoot('POST', '/oauth2/access_token', { body })).toMatchObject({ status: 401 });
  });
});
