import { refuse, type Cell } from './cells.ts';
import type { EVENT_RULES } from './event-rules.ts';
import type { AttemptEventName } from './events.ts';
import type { AttemptState } from './state.ts';
import { STATUSES } from './statuses.ts';

/** Where an event finds an attempt. */
export const PLACES = [...STATUSES, 'deleted'] as const;
export type Place = (typeof PLACES)[number];

export const placeOf = ({ status, deletedAt }: Pick<AttemptState, 'status' | 'deletedAt'>): Place =>
  deletedAt === null ? status : 'deleted';

type Rules = typeof EVENT_RULES;
type RuleOf<Name> = Name extends keyof Rules ? Rules[Name] : unknown;
type ConditionOf<Rule> = Rule extends { conditions: infer Conditions } ? keyof Conditions & string : never;
type RecordingOf<Rule> = Rule extends { record: unknown } ? true : never;

export type Row<Condition extends string = string, Recorded extends true = true> = Readonly<
  Record<Place, Cell<Condition, Recorded>>
>;

/** A row per event. A cell names only conditions that the rule of its event answers, and records only what that says. */
export type Table = {
  readonly [Name in AttemptEventName]: Row<ConditionOf<RuleOf<Name>>, RecordingOf<RuleOf<Name>>>;
};

type Entry<Condition extends string, Recorded extends true> = readonly [
  places: readonly Place[],
  cell: Cell<Condition, Recorded>,
];

/** Later entries win; a status that no entry names gets `otherwise`. Nothing more happens to a deleted attempt. */
export function row<Condition extends string = never, Recorded extends true = never>(
  otherwise: Cell<Condition, Recorded>,
  ...entries: readonly Entry<Condition, Recorded>[]
): Row<Condition, Recorded> {
  const cells = new Map<Place, Cell<Condition, Recorded>>(STATUSES.map((status) => [status, otherwise]));
  cells.set('deleted', refuse('attempt_not_found'));
  for (const [places, cell] of entries) for (const place of places) cells.set(place, cell);
  return Object.fromEntries(cells) as Row<Condition, Recorded>;
}
