import type { Refusal } from './refusals.ts';
import type { Status } from './statuses.ts';

/** Why nothing happens, where a caller answers differently. */
export type Note = 'already-submitted' | 'passthrough';

export interface Target {
  to: Status;
}
/** Fields change; the status stays. */
export interface Recording<Recorded extends true = true> {
  record: Recorded;
}
/** Accepted, and nothing happens. */
export interface Keeping {
  keep: true;
  note?: Note;
}
/** The attempt becomes again what it was before its latest change. */
export interface Restoring {
  restore: true;
}
export interface Refusing {
  refuse: Refusal;
}

/** What an event may do to an attempt. `Recorded` is `never` for events that do not say what they record. */
export type Choice<Recorded extends true = true> = Target | Keeping | Refusing | Restoring | Recording<Recorded>;

/** A choice for when a condition holds, which is named as in the rule of the event. */
export interface Guarded<Condition extends string = string, Recorded extends true = true> {
  when: Condition;
  choice: Choice<Recorded>;
}

/** The first choice whose condition holds. */
export interface OneOf<Condition extends string = string, Recorded extends true = true> {
  oneOf: readonly Guarded<Condition, Recorded>[];
  otherwise: Choice<Recorded>;
}

export type Cell<Condition extends string = string, Recorded extends true = true> =
  | Choice<Recorded>
  | OneOf<Condition, Recorded>;

export const to = (status: Status): Target => ({ to: status });
export const record: Recording = { record: true };
export const restore: Restoring = { restore: true };
export const keep: Keeping = { keep: true };
export const keepAs = (note: Note): Keeping => ({ keep: true, note });
export const refuse = (refusal: Refusal): Refusing => ({ refuse: refusal });

export function when<Condition extends string, Recorded extends true = never>(
  condition: Condition,
  choice: Choice<Recorded>,
): Guarded<Condition, Recorded> {
  return { when: condition, choice };
}

export function oneOf<Condition extends string, Recorded extends true = never>(
  guarded: readonly Guarded<Condition, Recorded>[],
  otherwise: Choice<Recorded>,
): OneOf<Condition, Recorded> {
  return { oneOf: guarded, otherwise };
}

/** All that an event may do in this cell. */
export function choicesOf(cell: Cell): readonly Choice[] {
  return 'oneOf' in cell ? [...cell.oneOf.map(({ choice }) => choice), cell.otherwise] : [cell];
}

/** The one that it does. */
export function choose(cell: Cell, holds: (condition: string, choice: Choice) => boolean): Choice {
  if (!('oneOf' in cell)) return cell;
  return cell.oneOf.find(({ when: condition, choice }) => holds(condition, choice))?.choice ?? cell.otherwise;
}
