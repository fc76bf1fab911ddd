import { expect, it } from 'vitest';
import { prerequisitesOf, prerequisiteState, type CreditRequirement } from '../../../rules/views/prerequisites.ts';

const requirement = (
  name: string,
  order: number,
  status: string | null,
  namespace = 'proctored_exam',
): CreditRequirement => ({
  namespace,
  name,
  order,
  status,
});
const first = requirement('first', 0, 'satisfied');
const second = requirement('second', 1, 'failed');
const third = requirement('third', 2, null, 'reverification');
const own = requirement('own', 3, null);
const later = requirement('later', 4, 'declined');
const grade = requirement('grade', 0, 'failed', 'grade');

it('counts what comes before the exam in order, without grades, and anything undecided as pending', () => {
  expect(prerequisitesOf([later, own, third, grade, second, first], 'own')).toEqual({
    areSatisfied: false,
    satisfied: [first],
    failed: [second],
    pending: [third],
    declined: [],
  });
});

it('counts all requirements for an exam that has none of its own', () => {
  expect(prerequisitesOf([first, later], 'elsewhere')).toEqual({
    areSatisfied: false,
    satisfied: [first],
    failed: [],
    pending: [],
    declined: [later],
  });
});

it('is satisfied when nothing comes before', () => {
  const nothing = { areSatisfied: true, satisfied: [], failed: [], pending: [], declined: [] };
  expect(prerequisitesOf([], 'own')).toEqual(nothing);
  expect(prerequisitesOf([own, later], 'own')).toEqual(nothing);
});

it.each([
  ['declined', [first, second, third, requirement('d', 2, 'declined')]],
  ['failed', [first, second, third]],
  ['pending', [first, third]],
  ['pending', [requirement('submitted', 0, 'submitted')]],
  ['satisfied', [first]],
  ['satisfied', []],
] as const)('sums up as %s', (state, requirements) => {
  expect(prerequisiteState(prerequisitesOf(requirements, 'elsewhere'))).toBe(state);
});
