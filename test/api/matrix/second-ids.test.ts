// Every id that a request names, exchanged for one of another course, vendor and learner, one at a time.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallerKind } from '../../../api/permissions/scopes.ts';
import { isWrite } from '../../../api/plugins/writes.ts';
import { ask, realOf } from './ask.ts';
import { KINDS } from './callers.ts';
import { courseOf, COURSES, THIRD_COURSE } from './courses.ts';
import { isMixed, isOpenTo, thingsIn } from './named-things.ts';
import { newLearner } from '../harness.ts';
import { mayCall, rowFor, SERVED, titleOf } from './routes.ts';
import { startMatrix, type Matrix } from './stand.ts';
import { changesBetween, createStateReader, type State } from './state.ts';
import { beginTally } from './tally.ts';
import type { Things } from './things.ts';
import { signedIn, type Headers } from './tokens.ts';

let matrix: Matrix;
let theirs: Things;
let readState: () => Promise<State>;
let staffOfBoth: Headers;
beforeAll(async () => {
  matrix = await startMatrix();
  theirs = await matrix.make(THIRD_COURSE, { backend: 'two' });
  staffOfBoth = await signedIn({ ...newLearner(), staffOf: [...COURSES, THIRD_COURSE] });
  await matrix.api.call('GET', '/v1/proctored_exam/attempt', { headers: staffOfBoth });
  const codes = [...matrix.allThings, theirs].map(({ attempt_code: code }) => code);
  readState = await createStateReader(matrix, codes);
});
afterAll(() => matrix.close());

/** Those whose rights end at their course, their vendor or themselves. */
const BOUNDED = KINDS.filter(
  (kind: CallerKind) => !['globalStaff', 'lmsService', 'operator', 'retirementService'].includes(kind),
);

/** What an answer has of theirs, apart from what the request has said itself. */
function foreignIn(answer: unknown, exchanged: keyof Things): string[] {
  const text = JSON.stringify(answer);
  const names = ['attempt_code', 'external_id', 'username', 'content_id'] as const;
  return names.filter((name) => name !== exchanged && text.includes(theirs[name]));
}

/** Every request of the rows, with each thing that it names. */
const CASES = SERVED.filter(({ method }) => method !== 'HEAD').flatMap((route) =>
  [realOf(route), ...(rowFor(route)?.also ?? [])].flatMap((said, position) => {
    const kinds = BOUNDED.filter((kind) => mayCall(route, kind));
    const things = new Set(kinds.flatMap((as) => thingsIn(route, said, as)));
    return [...things]
      .filter((thing) => !isOpenTo(route, thing))
      .map((thing) => ({
        route,
        said,
        thing,
        title: `${titleOf(route)} ${thing}${position === 0 ? '' : ` ${position}`}`,
        kinds: kinds.filter((as) => thingsIn(route, said, as).includes(thing)),
      }));
  }),
);

describe('nothing is shown or changed by an id of another course, vendor and learner', () => {
  for (const { route, said, thing, kinds, title } of CASES)
    it(title, async ({ task }) => {
      const tally = beginTally(task, 'ids of somebody else');
      const { api, callers, thingsOf } = matrix;
      const ours = thingsOf(courseOf(route));
      const things = { ...ours, [thing]: theirs[thing] };
      const asking = await Promise.all(kinds.map(async (as) => [as, await callers(as, ours.learner)] as const));
      if (kinds.includes('courseStaff') && isMixed(route, said, thing, 'courseStaff'))
        asking.push(['courseStaff', staffOfBoth]);
      const before = isWrite(route.method) ? await readState() : {};
      for (const [as, headers] of asking) {
        const answer = await ask(route, { api, things, as, said, headers });
        const isAccepted = answer.status < 400;
        if (isAccepted) expect(foreignIn(answer.body, thing), `${as} saw ${answer.status}`).toEqual([]);
        tally.requests += 1;
        tally[isAccepted ? 'letIn' : 'refused'] += 1;
      }
      if (!isWrite(route.method)) return;
      // A preview is kept even if it is for nobody; whom it is for would be in another table.
      expect(changesBetween(before, await readState()).filter((name) => name !== 'bulk')).toEqual([]);
      tally.comparisons += 1;
    });
});
