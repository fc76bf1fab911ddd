import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { KINDS } from '../../../rules/attempt/transition-table.ts';
import { transitionBy } from '../../../rules/attempt/transition.ts';
import { EXPECTATIONS, type Expectation } from './expectations.ts';
import { VARIANTS } from './expected-effects.ts';
import { MUTANTS, tablesWith, type Mutant } from './mutants.ts';

const nameOf = (kind: string | undefined, event: string, place: string) => `${kind}: ${event} in ${place}`;

const EVENTS = 26;
const PLACES = 22;

/** Those that are compared fastest come first. */
const byCost = EXPECTATIONS.toSorted((one, other) => costOf(one) - costOf(other));
const byCell = Map.groupBy(byCost, ({ variant, event, place }) => nameOf(VARIANTS[variant]?.kind, event, place));

function costOf({ expected }: Expectation): number {
  return typeof expected === 'string' ? 0 : 1;
}

/** Whether some expectation about the cell fails with the mutant. */
function isNoticed(mutant: Mutant): boolean {
  const transition = transitionBy(tablesWith(mutant));
  const expectations = byCell.get(nameOf(mutant.kind, mutant.event, mutant.place)) ?? [];
  return expectations.some(({ found, expected }) => !isDeepStrictEqual(found(transition), expected));
}

it.each(KINDS)('a table of moves that is wrong in any single cell fails the grid: %s', (kind) => {
  const mutants = MUTANTS.filter((mutant) => mutant.kind === kind);
  expect(new Set(mutants.map(({ event, place }) => nameOf(kind, event, place))).size).toBe(EVENTS * PLACES);
  const unnoticed = mutants.filter((mutant) => !isNoticed(mutant));
  expect(unnoticed.map(({ event, place, cell }) => `${nameOf(kind, event, place)}: ${JSON.stringify(cell)}`)).toEqual(
    [],
  );
});
