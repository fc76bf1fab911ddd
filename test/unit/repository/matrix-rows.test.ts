import { describe, expect, it } from 'vitest';
import { isOpen } from '../../../api/permissions/scopes.ts';
import { nameOf, ROWS } from '../../api/matrix/rows/index.ts';
import { DESCRIBED_IDS } from '../../api/matrix/described-ids.ts';
import { namesSaidIn } from '../../api/matrix/named-things.ts';
import { ROUTES, rowFor, SERVED, WRITES } from '../../api/matrix/routes.ts';

const namesOf = (routes: typeof ROUTES) => routes.map(({ method, url }) => `${method} ${nameOf(url)}`);

describe('the rows of the authorisation matrix', () => {
  it('are there for every route, and for nothing else', () => {
    const served = new Set(namesOf(SERVED));
    expect(Object.keys(ROWS).filter((name) => !served.has(name))).toEqual([]);
    expect(namesOf(ROUTES.filter((route) => !route.isHidden && rowFor(route) === undefined))).toEqual([]);
  });

  it('say of every write what would change something, or why nothing does', () => {
    const silent = WRITES.filter((route) => {
      const { real, changesNothing } = rowFor(route) ?? {};
      return (real === undefined) === (changesNothing === undefined);
    });
    expect(namesOf(silent)).toEqual([]);
  });
});

describe('every id that a request can have', () => {
  it.each([...DESCRIBED_IDS].filter(([, ids]) => ids.length > 0))('%s: %j', (name, ids) => {
    const route = SERVED.find((each) => `${each.method} ${nameOf(each.url)}` === name);
    const row = route && rowFor(route);
    if (!row) throw new Error(`There is no row for ${name}.`);
    const said = [row, row.real ?? {}, ...(row.also ?? [])].flatMap((each) => namesSaidIn(route, each));
    expect(ids.filter((id) => !said.includes(id))).toEqual([]);
  });
});

describe('writes that many may make', () => {
  const writesWith = (scopes: readonly string[]) =>
    namesOf(WRITES.filter(({ scope, isHidden }) => !isHidden && scopes.includes(scope)));

  it('are these for whoever is signed in: their own attempts and views', () => {
    expect(writesWith(['signedIn'])).toEqual([
      'POST /api/edx_proctoring/v1/proctored_exam/attempt',
      'POST /api/v1/exams/attempt',
      'PUT /api/proctoring/v1/me/views',
    ]);
  });

  it('are these without signing in: what a secret opens, and the session itself', () => {
    const open = WRITES.filter((route) => isOpen(route) && !route.isHidden);
    expect(namesOf(open)).toEqual([
      'POST /api/edx_proctoring/proctoring_review_callback/',
      'POST /lti/lti_consumer/v1/token/:registration',
      'POST /lti/lti_consumer/v1/launch/',
      'POST /lti/lti_consumer/v1/start_proctoring_assessment',
      'POST /lti/:registration/acs',
      'POST /api/proctoring/v1/session/start',
      'POST /api/proctoring/v1/session/renew',
      'POST /api/proctoring/v1/session/end',
      'POST /oauth2/access_token',
    ]);
  });
});
