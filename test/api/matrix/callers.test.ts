// Every registered route, called by everyone who may; refusals.test.ts has everybody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOpen } from '../../../api/permissions/scopes.ts';
import { ask, verdictOf } from './ask.ts';
import { KINDS } from './callers.ts';
import { courseOf } from './courses.ts';
import { isOfExamsDialect, mayCall, OTHERS, rowFor, SERVED, titleOf } from './routes.ts';
import { startMatrix, type Matrix } from './stand.ts';
import { beginTally } from './tally.ts';

let matrix: Matrix;
beforeAll(async () => {
  matrix = await startMatrix();
});
afterAll(() => matrix.close());

describe('those who may are let in', () => {
  for (const route of SERVED)
    it(titleOf(route), async ({ task }) => {
      const tally = beginTally(task, 'callers who may');
      const { api, callers, renew, thingsOf } = matrix;
      const usual = thingsOf(courseOf(route));
      for (const as of KINDS.filter((kind) => mayCall(route, kind))) {
        const things = await renew(usual, rowFor(route)?.usesUp);
        const answer = await ask(route, { api, things, as, headers: await callers(as, things.learner) });
        expect(verdictOf(answer, route), as).toBe('let in');
        tally.requests += 1;
        tally.letIn += 1;
      }
    });
});

describe('an address says which methods it has, to those who may know', () => {
  for (const route of OTHERS)
    it(titleOf(route), async ({ task }) => {
      const tally = beginTally(task, 'methods that an address lacks');
      const { api, callers, thingsOf } = matrix;
      const things = thingsOf(courseOf(route));
      const headers = await callers('otherLearner', things.learner);
      const answer = await ask(route, { api, things, as: 'otherLearner', headers });
      expect(answer).toMatchObject({ status: route.method === 'OPTIONS' ? 200 : 405 });
      expect(answer.headers['allow']).toContain('OPTIONS');
      const anonymous = await ask(route, { api, things, as: 'anonymous', headers: {} });
      const refusal = isOfExamsDialect(route) ? 401 : 403;
      expect(anonymous.status).toBe(isOpen(route) ? answer.status : refusal);
      tally.requests += 2;
      tally.refused += route.method === 'OPTIONS' ? 0 : 2;
    });
});

describe('the learner alone', () => {
  it('acts on an attempt, whoever else leaves out for whom', async () => {
    const { api, callers, allThings } = matrix;
    const [{ attempt_id, learner }] = allThings;
    for (const kind of KINDS.filter((each) => each !== 'anonymous' && each !== 'learner')) {
      const path = `/v1/proctored_exam/attempt/${attempt_id}`;
      const answer = await api.call('PUT', path, { headers: await callers(kind, learner), body: { action: 'stop' } });
      expect(answer.headers['x-error-code'], kind).toBe('not_the_owner');
    }
  });
});

describe('a vendor', () => {
  it('is let in by its secret alone', async () => {
    const body = { client_id: 'one', client_secret: 'two-secret' };
    expect(await matrix.api.callRoot('POST', '/oauth2/access_token', { body })).toMatchObject({ status: 401 });
  });
});
