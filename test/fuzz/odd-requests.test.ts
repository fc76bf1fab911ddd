// Requests as no well-meaning client sends them: each is answered as described, and a refused one changes nothing.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultOf } from './odd-requests/check-answer.ts';
import { sendOnTrial, openKeptState, type KeptState } from './odd-requests/kept-state.ts';
import { ODDITIES } from './odd-requests/oddities.ts';
import type { Oddity } from './odd-requests/oddities/request.ts';
import { listOperations, type Operation } from './odd-requests/operations.ts';
import { exchangeWithRetries } from './odd-requests/wire.ts';
import { EXAMPLES, SEED } from './options.ts';
import { createTally, tableOf } from './report.ts';
import { ROLES, type Role } from './roles.ts';
import { openFuzzStand, type FuzzStand } from './stand.ts';

/** Of each kind, for each example. */
const REQUESTS = 20;
const SOME_HOURS = 4 * 3_600_000;

interface Case {
  operation: Operation;
  role: Role;
  way: number;
}

describe('odd requests', { timeout: SOME_HOURS }, () => {
  const tally = createTally(ROLES);
  let stand: FuzzStand;
  let operations: Operation[];
  let kept: KeptState;
  beforeAll(async () => {
    stand = await openFuzzStand();
    operations = listOperations(stand.things);
    kept = await openKeptState(stand.service.pool);
  });
  afterAll(async () => {
    console.log(tableOf(`Odd requests of ${Object.keys(ODDITIES).length} kinds, seed ${SEED}`, tally.byRole));
    await stand.close();
  });

  /** Sends it, and answers what is wrong with what comes of it; null if nothing is. */
  async function findingOf(make: Oddity, { operation, role, way }: Case): Promise<string | null> {
    const port = Number(new URL(stand.url).port);
    const send = () => exchangeWithRetries(port, make(operation, stand.tokens[role], way));
    const { answer, changed } = await sendOnTrial(kept, send);
    const remembered = changed.length > 0 ? `keeps ${changed.join(', ')} though it is refused` : null;
    const fault = faultOf(operation, answer) ?? remembered;
    tally.note(role, operation.name, { isAccepted: answer.status < 400, isFinding: fault !== null });
    const code = answer.headers['x-error-code'] ?? '';
    return (
      fault && `${operation.name} as ${role} (${way}): ${fault}; ${answer.status} ${code} ${answer.body.slice(0, 120)}`
    );
  }

  it.each(Object.entries(ODDITIES))('%s', async (name, make) => {
    const cases = fc.record({
      operation: fc.constantFrom(...operations),
      role: fc.constantFrom(...ROLES),
      way: fc.nat(999),
    });
    const seed = SEED * 1_000 + Object.keys(ODDITIES).indexOf(name);
    const findings = [];
    for (const each of fc.sample(cases, { seed, numRuns: EXAMPLES * REQUESTS })) {
      findings.push(await findingOf(make, each));
    }
    expect(findings.filter((finding) => finding !== null)).toEqual([]);
  });
});
