import { describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '../../../rules/attempt/events.ts';
import { transition } from '../../../rules/attempt/transition.ts';
import { EXPECTATIONS, GRID } from './expectations.ts';
import { VARIANTS } from './expected-effects.ts';

const NAMES = [...EVENT_NAMES, 'created', 'expire'] as const;

it('draws every event once', () => {
  const columns = [...new Set(GRID.map(({ column }) => column))];
  expect(columns.toSorted()).toEqual(NAMES.toSorted());
  expect(GRID).toHaveLength(21 * 20);
});

describe.each(Object.keys(VARIANTS))('%s', (name) => {
  it.each(NAMES)('does what is drawn for %s', (event) => {
    const cells = EXPECTATIONS.filter((each) => each.variant === name && each.event === event);
    const found = cells.map((cell) => [cell.title, cell.found(transition)]);
    expect(found).toStrictEqual(cells.map((cell) => [cell.title, cell.expected]));
  });
});
