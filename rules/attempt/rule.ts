import type { AttemptEventName } from './events.ts';
import type { Facts } from './facts.ts';
import type { EventOf, Move, Recording } from './outcome.ts';
import type { AttemptState } from './state.ts';
import type { Status } from './statuses.ts';

/** An event, and what it finds. */
export interface Situation<Name extends AttemptEventName = AttemptEventName> {
  state: AttemptState;
  payload: EventOf<Name>['payload'];
  facts: Facts;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * What the table of moves leaves to the code, for one event. No rule names a status that an attempt gets: only the table
 * does.
 */
export interface Rule<Name extends AttemptEventName> {
  /** The questions by which the cells of the event choose. `target` is the status of the choice, if it has one. */
  conditions?: Readonly<Record<string, (situation: Situation<Name>, target: Status | null) => boolean>>;
  /** What else changes with a move to `status`. */
  move?: (situation: Situation<Name>, status: Status) => Move;
  /** What is recorded where the status stays; an event without this records nothing. */
  record?: (situation: Situation<Name>) => Recording;
}
