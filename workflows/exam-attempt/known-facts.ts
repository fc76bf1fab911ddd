import type { Reading, RecordedChange } from './activities.ts';
import { isOnceIgnored, stepsOf } from './earlier-rules.ts';
import { needsFacts, type AttemptEvent } from '../../rules/attempt/events.ts';
import type { Facts } from '../../rules/attempt/facts.ts';
import { isVendorToldFirst } from '../../rules/attempt/removal.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';

/**
 * The facts as an attempt has read them last. A change is planned with them and recorded if they are still so, which
 * saves reading them in a step of its own; a refusal always rests on facts that are read for it.
 */
export class KnownFacts {
  private known: Facts | null = null;

  /** Instants of the reading itself are no facts. */
  learn({ readAt: _, ...facts }: Facts & Reading): void {
    this.known = facts;
  }

  /** Them, if the event is one change by them that nobody has to be told of before. */
  foresee(event: AttemptEvent, state: AttemptState, at: number): Facts | null {
    const facts = this.known;
    if (!facts || !needsFacts(event.name)) return null;
    const [first, ...others] = stepsOf(state, event, at, facts);
    if (first?.event !== event || others.length > 0 || isOnceIgnored(event, state)) return null;
    const { outcome } = first;
    const isChange = outcome.outcome === 'changed' && !isVendorToldFirst(state, outcome.state, event.payload.undoMs);
    return isChange ? facts : null;
  }
}

/** What a change says of the facts that it was planned with. */
export const expecting = (facts: Facts | null): Pick<RecordedChange, 'expects'> => (facts ? { expects: facts } : {});
