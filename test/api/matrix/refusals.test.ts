// Whoever may not, asking for what would change something: turned away, and nothing is changed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMS_STATUSES, statusOf } from '../../../api/errors/status.ts';
import { isOpen, type CallerKind } from '../../../api/permissions/scopes.ts';
import { isWrite } from '../../../api/plugins/writes.ts';
import type { ScopedRoute } from '../../../api/plugins/permissions.ts';
import { DEMO_COURSE } from '../../../dev/people.ts';
import { ask, realOf, verdictOf } from './ask.ts';
import { makeBadSignIns, type BadSignIn } from './bad-sign-ins.ts';
import { KINDS } from './callers.ts';
import { courseOf } from './courses.ts';
import { isOfExamsDialect, mayCall, refusalsOf, rowFor, SERVED, titleOf, WRITES } from './routes.ts';
import { startMatrix, type Matrix } from './stand.ts';
import { changesBetween, createStateReader, isChangedAtOnce, untilAtRest, type State } from './state.ts';
import { beginTally, type Tally } from './tally.ts';
import type { Things } from './things.ts';

let matrix: Matrix;
let badSignIns: BadSignIn[];
let paused: Things;
let failed: Things;
let readState: () => Promise<State>;
/** The state after the last look. */
let seen: State;
beforeAll(async () => {
  matrix = await startMatrix();
  const { api, callers, allThings, make } = matrix;
  const [{ learner }] = allThings;
  badSignIns = await makeBadSignIns(api, await callers('retirementService', learner));
  paused = await make(DEMO_COURSE, { after: 'pause' });
  failed = await make(DEMO_COURSE, { after: 'error' });
  const codes = [...allThings, paused, failed].map(({ attempt_code: code }) => code);
  readState = await createStateReader(matrix, codes);
  seen = await readState();
});
afterAll(() => matrix.close());

/** Things to which a request would do something, were it let in. */
function thingsFor(route: ScopedRoute): Things {
  const { after } = rowFor(route) ?? {};
  if (after === 'pause') return paused;
  return after === 'error' ? failed : matrix.thingsOf(courseOf(route));
}

async function expectNoChange(tally: Tally): Promise<void> {
  const before = seen;
  seen = await readState();
  expect(changesBetween(before, seen)).toEqual([]);
  tally.comparisons += 1;
}

describe('nothing is changed by those who may not', () => {
  for (const route of SERVED)
    it(titleOf(route), async ({ task }) => {
      const tally = beginTally(task, 'callers who may not');
      const { api, callers } = matrix;
      const things = thingsFor(route);
      for (const as of KINDS.filter((kind) => !mayCall(route, kind))) {
        const headers = await callers(as, things.learner);
        const keyed = { ...headers, 'idempotency-key': crypto.randomUUID() };
        const answer = await ask(route, { api, things, as, headers: keyed, said: realOf(route) });
        const verdict = verdictOf(answer, route);
        expect(refusalsOf(route, as), `${as} got ${answer.status} ${verdict}`).toContain(verdict);
        tally.requests += 1;
        tally.refused += 1;
      }
      if (isWrite(route.method)) await expectNoChange(tally);
    });
});

describe('nothing is changed by those who are not signed in', () => {
  // A HEAD is signed in as its GET is.
  for (const route of SERVED.filter((each) => !isOpen(each) && each.method !== 'HEAD'))
    it(titleOf(route), async ({ task }) => {
      const tally = beginTally(task, 'bad sign-ins');
      const { api } = matrix;
      const things = thingsFor(route);
      const statuses = isOfExamsDialect(route) ? EXAMS_STATUSES : {};
      for (const { name, headers, code, isForWrites } of badSignIns) {
        if (isForWrites && !isWrite(route.method)) continue;
        const answer = await ask(route, { api, headers, things, as: 'globalStaff', said: realOf(route) });
        const refusal = { status: statusOf(code, statuses), headers: { 'x-error-code': code } };
        expect(answer, name).toMatchObject(refusal);
        tally.requests += 1;
        tally.refused += 1;
      }
      if (isWrite(route.method)) await expectNoChange(tally);
    });
});

describe('all reads together', () => {
  it('have changed nothing', async ({ task }) => {
    await expectNoChange(beginTally(task, 'reads together'));
  });
});

/** Who shows what a write does; nobody where its sender is known by what is sent. */
function shownBy(route: ScopedRoute): CallerKind | undefined {
  const kinds: CallerKind[] = ['globalStaff', ...KINDS];
  return rowFor(route)?.shownBy ?? kinds.find((kind) => mayCall(route, kind));
}

/** The attempt that the last request was about. */
let lastAttempt: string | undefined;

/** Asks for what the others were refused; answers how it was answered, and what it has changed. */
async function carryOut(route: ScopedRoute, as: CallerKind) {
  const { api, vendor, callers, allThings, renew } = matrix;
  const said = realOf(route);
  const { comes, changesNothing } = rowFor(route) ?? {};
  const things = await renew(thingsFor(route), said.usesUp);
  const codes = [...allThings, paused, failed, things].map(({ attempt_code: code }) => code);
  if (!comes) await untilAtRest(api, lastAttempt === undefined ? codes : [...codes, lastAttempt]);
  lastAttempt = things.attempt_code;
  const headers = await callers(as, things.learner);
  const before = await readState();
  if (said.vendorAnswers !== undefined) vendor.script({ body: said.vendorAnswers });
  const { status, body } = await ask(route, { api, things, as, headers, said });
  if (changesNothing) await untilAtRest(api, codes);
  const changes = changesBetween(before, await readState());
  return { status, body, changes: comes ? changes.filter(isChangedAtOnce) : changes };
}

describe('what was refused', () => {
  const turns = [undefined, 'later', 'last'] as const;
  // What changes nothing comes before anything has changed.
  const turnOf = (route: ScopedRoute) => (rowFor(route)?.changesNothing ? -1 : turns.indexOf(rowFor(route)?.comes));
  for (const route of WRITES.toSorted((one, other) => turnOf(one) - turnOf(other))) {
    const as = shownBy(route);
    if (!as) continue;
    const { changesNothing } = rowFor(route) ?? {};
    it(`changes ${changesNothing ? 'nothing' : 'something'} from one who may: ${titleOf(route)}`, async ({ task }) => {
      const tally = beginTally(task, 'the same from one who may');
      const { status, body, changes } = await carryOut(route, as);
      if (changesNothing) expect(changes, changesNothing).toEqual([]);
      else {
        expect(status, JSON.stringify(body)).toBeLessThan(400);
        expect(changes).not.toEqual([]);
      }
      tally.requests += 1;
      tally.letIn += 1;
      tally.comparisons += 1;
    });
  }
});
