import type { Reading, Reservation } from './activities.ts';
import { isOnceIgnored, isToldLater, stepsOf } from './earlier-rules.ts';
import { EffectLanes } from './effect-lanes.ts';
import { eventsOnItsStart, planFirstChanges } from './first-changes.ts';
import { HeldEffects } from './held-effects.ts';
import { expecting, KnownFacts } from './known-facts.ts';
import type { AttemptAnswer, StoredAttempt } from './messages.ts';
import type { Lane, PlannedEffect } from '../../rules/attempt/effects.ts';
import type { AttemptEvent } from '../../rules/attempt/events.ts';
import type { Facts } from '../../rules/attempt/facts.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import type { Changed } from '../../rules/attempt/outcome.ts';
import { isVendorToldFirst } from '../../rules/attempt/removal.ts';
import { refusalOrRethrow, refuse } from '../refusals.ts';
import { summaryOfChanges } from './effect-activities.ts';
import { toRecordedChange } from './recorded-change.ts';
import { Store } from './store.ts';
import { tellRemoval } from './vendor-removal.ts';
import { describeChange, describeFully } from './visibility.ts';
import { deadlineFor, findEarlierAnswer, isUnwanted, rememberWish } from './wishes.ts';

interface ApplyOptions {
  /** Refuse during an outage of Postgres instead of waiting for its end. */
  giveUp?: boolean;
  /** The facts of a first try that was recorded too late: only the clock is read again. */
  factsOfFirstTry?: Facts & Reading;
}

/** How a new attempt begins: what happens to it first, and the place that it takes. */
interface Beginning {
  events: readonly AttemptEvent[];
  facts: Facts;
  reservation: Reservation;
  giveUp: boolean;
}

/** An attempt whose every change is projected to Postgres before it is its state, and whose effects follow from that. */
export class RecordedAttempt {
  state: AttemptState | null = null;
  readonly store = new Store();
  readonly lanes: EffectLanes;
  private readonly held = new HeldEffects((effects) => this.carryOut(effects));
  private isDescribed = false;
  readonly facts: KnownFacts;

  /** What is told to others is first tried in the task of the change. */
  readonly triesAtOnce: boolean;
  /** The place is taken with the registration, search attributes come with the start, and facts are foreseen. */
  readonly registersAtOnce: boolean;

  /** `commands`: the order of commands that the run follows. */
  constructor(commands: number) {
    this.triesAtOnce = commands >= 3;
    this.registersAtOnce = commands >= 4;
    this.facts = new KnownFacts(this.store, this.registersAtOnce);
    this.lanes = new EffectLanes(this.store.turns, () => this.requireState(), this.triesAtOnce);
  }

  /** Goes on with an existing attempt and its unfinished effects. */
  adopt({ state, pending, settledAttemptDays }: StoredAttempt): void {
    this.state = state;
    this.facts.settledAttemptDays = settledAttemptDays;
    const { undoable } = state;
    const waits = ({ version }: PlannedEffect) => undoable?.version === version && undoable.until > Date.now();
    this.carryOut(pending.filter((planned) => !waits(planned)));
    if (undoable) this.held.hold(pending.filter(waits), undoable.until);
  }

  /**
   * Takes over what a task recorded that was cut off before Temporal heard of it, if that has not been found yet. The next change
   * would find it too, but until then the rules would refuse what only makes sense after it, and nobody would see to its end.
   */
  async catchUp(): Promise<void> {
    const { attemptCode, version } = this.requireState();
    const stored = await this.store.call('loadAttempt', { attemptCode });
    if (!stored || stored.state.version <= version) return;
    this.held.drop();
    this.adopt(stored);
    if (this.isDescribed) describeFully(stored.state, { onlyMissing: false });
  }

  /** Begins effects; what has begun can no longer be undone, even by a message that was accepted earlier. */
  private carryOut(effects: readonly PlannedEffect[]): void {
    const { state } = this;
    const isBegun = effects.some(({ version }) => version === state?.undoable?.version);
    if (state?.undoable && isBegun) this.state = { ...state, undoable: { ...state.undoable, until: 0 } };
    this.lanes.add(effects.filter(({ key }) => !this.lanes.holds(key)));
  }

  /** Effects that are not done yet, in order. */
  get waiting(): PlannedEffect[] {
    return [...this.lanes.waiting, ...this.held.waiting];
  }

  /** Nothing is waiting or running. */
  get isSettled(): boolean {
    return this.lanes.idle && this.held.waiting.length === 0;
  }

  /**
   * Records a new attempt with its first changes in one step, as far as the rules allow them; false if that is not
   * possible now. Throws a refusal.
   */
  async begin(begun: AttemptState, { events, facts, reservation, giveUp }: Beginning): Promise<boolean> {
    const { state, changes } = planFirstChanges(begun, events, facts);
    const { attemptId } = begun;
    const summary = summaryOfChanges(changes);
    const recorded = await this.store.call('recordCreation', { reservation, attemptId, changes }, { giveUp, summary });
    if (!recorded) return false;
    this.state = (recorded.earlier ?? recorded.made)?.state ?? state;
    this.lanes.add(recorded.effects);
    return true;
  }

  /** Shows the attempt in the Temporal UI, and from now on every change of it. */
  describe(): void {
    this.isDescribed = true;
    if (this.state) describeFully(this.state, { onlyMissing: this.registersAtOnce });
  }

  /** The state; throws a refusal if there is no attempt. */
  requireState(): AttemptState {
    if (!this.state) throw refuse('attempt_not_found');
    return this.state;
  }

  answer(): Pick<AttemptAnswer, 'attemptId' | 'status'> {
    const { attemptId, status } = this.requireState();
    return { attemptId, status };
  }

  /**
   * Applies an event as of `at`; throws a refusal. A clock starts when its start is recorded, so that no learner loses
   * time to a queue. With `giveUp`, an outage of Postgres is a refusal too.
   */
  async apply(event: AttemptEvent, at: number, options: ApplyOptions = {}): Promise<AttemptAnswer> {
    const { wishId, wantedUntil } = event.payload;
    const { giveUp = event.name === 'start' || wantedUntil !== undefined, factsOfFirstTry } = options;
    const state = this.requireState();
    const answered = findEarlierAnswer(state, wishId);
    if (answered) return { ...this.answer(), ...answered };
    const foreseen: (Facts & Reading) | null = factsOfFirstTry ? null : this.facts.foresee(event, state, at);
    const facts = factsOfFirstTry ?? foreseen ?? (await this.facts.readFor(event, state, { at, giveUp }));
    const asOf = event.name === 'start' ? Math.max(at, Date.now()) : at;
    if (isUnwanted(event, factsOfFirstTry ? at : facts.readAt)) throw refuse('service_unavailable');
    let answer: Pick<AttemptAnswer, 'changed' | 'note'> = { changed: false };
    for (const { event: cause, outcome } of stepsOf(state, event, asOf, facts)) {
      if (outcome.outcome === 'refused') throw refuse(outcome.refusal, this.requireState().version);
      if (outcome.outcome === 'changed' && !isOnceIgnored(cause, this.requireState())) {
        const change = cause === event ? rememberWish(outcome, wishId) : outcome;
        const isSecondTry = factsOfFirstTry !== undefined;
        const earlier = await this.record(cause, change, asOf, { giveUp, isSecondTry, foreseen });
        if (earlier && 'facts' in earlier) return this.apply(event, at, { giveUp, factsOfFirstTry: earlier.facts });
        if (earlier && 'late' in earlier) return this.apply(event, earlier.late, { giveUp, factsOfFirstTry: facts });
        if (earlier && !(earlier.isSameChange && cause === event)) return this.apply(event, asOf, { giveUp });
        answer = { changed: true };
      } else {
        if (outcome.outcome === 'kept') this.state = outcome.state;
        answer = { changed: false, ...('note' in outcome && { note: outcome.note }) };
      }
    }
    for (const held of eventsOnItsStart(state, this.requireState(), facts)) await this.applyHeld(held, asOf);
    if (event.name === 'heartbeat-lost' && !answer.changed) await this.contradictWatch(event.payload.lastPingAt);
    return { ...this.answer(), ...answer, ...(answer.changed && this.undoOf()) };
  }

  /** Applies what holds for everybody who begins now; nobody waits for that alone, and where it cannot be it is not. */
  private async applyHeld(event: AttemptEvent, at: number): Promise<void> {
    try {
      await this.apply(event, at);
    } catch (error) {
      refusalOrRethrow(error);
    }
  }

  /** How the latest change can be undone. */
  private undoOf(): Pick<AttemptAnswer, 'undo'> {
    const { version, undoable } = this.requireState();
    return undoable?.version === version ? { undo: { version, until: undoable.until } } : {};
  }

  /** The watch would keep asking as long as it does not know about a ping that only the workflow has received. */
  private async contradictWatch(heardAt: number): Promise<void> {
    const { attemptId, lastPingAt } = this.requireState();
    if (lastPingAt !== null && lastPingAt > heardAt) await this.store.call('notePing', { attemptId, at: lastPingAt });
  }

  /**
   * Records a change, and then makes it the attempt's state. Earlier records remain valid: a task that was interrupted
   * (by a crash, or a reset of the workflow) may have recorded changes that the history does not contain.
   */
  private async record(
    event: AttemptEvent,
    { state, effects }: Changed,
    at: number,
    { isSecondTry, foreseen, ...options }: { isSecondTry: boolean; foreseen: Facts | null; giveUp: boolean },
  ): Promise<{ isSameChange: boolean } | { late: number } | { facts: Facts & Reading } | null> {
    const before = this.requireState();
    const isFirst = isVendorToldFirst(before, state, event.payload.undoMs) && !isToldLater(event);
    const isTold = isFirst && (await tellRemoval(before, event));
    const left = isTold ? effects.filter(({ kind }) => kind !== 'remove-at-vendor') : effects;
    const change = {
      ...toRecordedChange(event, before, { outcome: 'changed', state, effects: left }, at),
      tries: this.lanesToTry(state),
      ...deadlineFor(event, at, isSecondTry),
      ...expecting(foreseen),
    };
    const summary = summaryOfChanges([change]);
    const recorded = await this.store.call('recordChange', change, { ...options, summary });
    if ('facts' in recorded) this.facts.learn(recorded.facts);
    if (!('effects' in recorded)) return recorded;
    const { effects: planned, earlier, made } = recorded;
    const latest = earlier ?? made;
    this.state = latest?.state ?? state;
    if (this.isDescribed) describeChange(before, this.state, event.name);
    this.beginEffects(event, planned);
    const isSameChange = !latest || (latest.event === event.name && latest.state.version === state.version);
    return earlier || !isSameChange ? { isSameChange } : null;
  }

  /** Where nothing is waiting or running; nowhere if what the change has to tell must wait itself. */
  private lanesToTry({ version, undoable }: AttemptState): Lane[] {
    return this.held.waiting.length === 0 && undoable?.version !== version ? this.lanes.free : [];
  }

  /**
   * Begins the effects of a change, or holds them while it can be undone. Those of the change before it begin now at the
   * latest, unless this one has undone it.
   */
  private beginEffects({ name }: AttemptEvent, planned: readonly PlannedEffect[]): void {
    const { version, undoable } = this.requireState();
    if (name === 'undo') this.held.drop();
    else this.held.release();
    const isHeld = undoable?.version === version && undoable.until > Date.now();
    if (isHeld) this.held.hold(planned, undoable.until);
    else this.carryOut(planned);
  }
}
