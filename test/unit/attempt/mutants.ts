import {
  choicesOf,
  keep,
  keepAs,
  oneOf,
  record,
  refuse,
  restore,
  to,
  type Cell,
  type Choice,
} from '../../../rules/attempt/cells.ts';
import { EVENT_RULES } from '../../../rules/attempt/event-rules.ts';
import type { AttemptEventName } from '../../../rules/attempt/events.ts';
import type { Refusal } from '../../../rules/attempt/refusals.ts';
import { PLACES, type Place } from '../../../rules/attempt/rows.ts';
import { STATUSES } from '../../../rules/attempt/statuses.ts';
import { KINDS, TABLES, type Kind, type Tables } from '../../../rules/attempt/transition-table.ts';

export interface Mutant {
  kind: Kind;
  event: AttemptEventName;
  place: Place;
  cell: Cell;
}

const EVENTS = Object.keys(TABLES.proctored) as AttemptEventName[];
const CELLS = KINDS.flatMap((kind) =>
  EVENTS.flatMap((event) => PLACES.map((place) => ({ kind, event, place, cell: TABLES[kind][event][place] as Cell }))),
);

const REFUSALS = [
  ...new Set(
    CELLS.flatMap(({ cell }) => choicesOf(cell).flatMap((choice) => ('refuse' in choice ? [choice.refuse] : []))),
  ),
] satisfies Refusal[];

/** The type of the table lets an event record only what its rule knows how to record. */
const RECORDING = EVENTS.filter((event) => 'record' in (EVENT_RULES[event as keyof typeof EVENT_RULES] ?? {}));
const CHOICES: readonly Choice[] = [
  ...STATUSES.map(to),
  keep,
  keepAs('already-submitted'),
  keepAs('passthrough'),
  ...REFUSALS.map(refuse),
];

/** Their moves and their records change the same fields, so that a move to the same status is a record. */
const QUIET: readonly AttemptEventName[] = ['mark-ready-to-resume', 'resumed'];

/** What there is to a choice, as text. */
function meaningOf(choice: Choice, { event, place }: Pick<Mutant, 'event' | 'place'>): string {
  const isRecord = QUIET.includes(event) && 'to' in choice && choice.to === place;
  return isRecord ? 'record,true' : Object.entries(choice).join();
}

/** Whatever else could stand in place of a choice. */
function othersThan(choice: Choice, at: Pick<Mutant, 'event' | 'place'>): Choice[] {
  const known = RECORDING.includes(at.event) ? [...CHOICES, record] : CHOICES;
  // Nothing else may restore what was before; the grid shows it.
  const all = at.event === 'undo' ? [...known, restore] : known;
  const meaning = meaningOf(choice, at);
  return all.filter((other) => meaningOf(other, at) !== meaning);
}

function cellsInsteadOf(cell: Cell, at: Pick<Mutant, 'event' | 'place'>): Cell[] {
  if (!('oneOf' in cell)) return othersThan(cell, at);
  const { oneOf: guarded, otherwise } = cell;
  const simpler = choicesOf(cell).flatMap((choice) => othersThan(choice, at));
  const dropped = guarded.map((_, index) => oneOf(guarded.toSpliced(index, 1), otherwise));
  const replaced = guarded.flatMap((each, index) =>
    othersThan(each.choice, at).map((choice) => oneOf(guarded.with(index, { ...each, choice }), otherwise)),
  );
  const ended = othersThan(otherwise, at).map((choice) => oneOf(guarded, choice));
  return [...simpler, ...dropped, ...replaced, ...ended];
}

/** Every table that differs from ours in one cell: another choice, or one of several dropped or replaced. */
export const MUTANTS: readonly Mutant[] = CELLS.flatMap(({ cell, ...at }) =>
  cellsInsteadOf(cell, at).map((other) => ({ ...at, cell: other })),
);

export function tablesWith({ kind, event, place, cell }: Mutant): Tables {
  const table = TABLES[kind];
  return { ...TABLES, [kind]: { ...table, [event]: { ...table[event], [place]: cell } } };
}
