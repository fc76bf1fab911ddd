import { describe, expect, it } from 'vitest';
import { choicesOf } from '../../../rules/attempt/cells.ts';
import { EVENT_NAMES, INTERNAL_EVENT_NAMES } from '../../../rules/attempt/events.ts';
import { transition } from '../../../rules/attempt/transition.ts';
import { KINDS, TABLES } from '../../../rules/attempt/transition-table.ts';
import { EXPECTATIONS, GRID } from './expectations.ts';
import { VARIANTS } from './expected-effects.ts';

const NAMES = [...EVENT_NAMES, ...INTERNAL_EVENT_NAMES] as const;

it('draws every event once', () => {
  const columns = [...new Set(GRID.map(({ column }) => column))];
  expect(columns.toSorted()).toEqual(NAMES.toSorted());
  expect(GRID).toHaveLength(21 * 26);
});

it('lets nothing but an undo restore what was before', () => {
  const restoring = KINDS.flatMap((kind) =>
    Object.entries(TABLES[kind]).flatMap(([event, row]) =>
      Object.values(row).flatMap((cell) => (choicesOf(cell).some((choice) => 'restore' in choice) ? [event] : [])),
    ),
  );
  expect([...new Set(restoring)]).toEqual(['undo']);
});

describe.each(Object.keys(VARIANTS))('%s', (name) => {
  it.each(NAMES)('does what is drawn for %s', (event) => {
    const cells = EXPECTATIONS.filter((each) => each.variant === name && each.event === event);
    const found = cells.map((cell) => [cell.title, cell.found(transition)]);
    expect(found).toStrictEqual(cells.map((cell) => [cell.title, cell.expected]));
  });
});
