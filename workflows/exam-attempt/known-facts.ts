import type { Reading, RecordedChange } from './activities.ts';
import { isOnceIgnored, stepsOf } from './earlier-rules.ts';
import type { Store } from './store.ts';
import { hasExpired, hasPauseLapsed } from '../../rules/attempt/clock.ts';
import { needsFacts, type AttemptEvent } from '../../rules/attempt/events.ts';
import { DEFAULT_SETTINGS, type Facts } from '../../rules/attempt/facts.ts';
import { isVendorToldFirst } from '../../rules/attempt/removal.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';

/** For events that need no facts, and for refusals that do not depend on them. */
export const NO_FACTS: Facts = {
  settings: DEFAULT_SETTINGS,
  clock: { timeLimitMins: 0, additionalMins: 0, dueAt: null },
};

/**
 * The facts as an attempt has read them last. A change is planned with them and recorded if they are still so, which
 * saves reading them in a step of its own; a refusal always rests on facts that are read for it.
 */
export class KnownFacts {
  /** As the setting was when facts were read last; undefined until an activity of this release has read it. */
  settledAttemptDays: number | undefined;
  private known: Facts | null = null;
  private readonly store: Store;
  private readonly foresees: boolean;

  /** `foresees`: the run plans its next changes with them. */
  constructor(store: Store, foresees: boolean) {
    this.store = store;
    this.foresees = foresees;
  }

  /** Instants of the reading itself are no facts. */
  learn({ readAt: _, ...facts }: Facts & Reading): void {
    this.settledAttemptDays = facts.settings.settledAttemptDays;
    if (this.foresees) this.known = facts;
  }

  /** Reads those that an event of `at` needs. With `giveUp`, an outage of Postgres is a refusal. */
  async readFor(
    event: AttemptEvent,
    state: AttemptState,
    { at, giveUp }: { at: number; giveUp: boolean },
  ): Promise<Facts & Reading> {
    const isDue = hasExpired(state, at) || hasPauseLapsed(state, at);
    if (!needsFacts(event.name) && !isDue) return NO_FACTS;
    const { exam, userId } = state;
    const of = { examId: exam.id, userId, backend: exam.backend, type: exam.type };
    const facts = await this.store.call('loadFacts', of, { giveUp });
    this.learn(facts);
    return facts;
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
