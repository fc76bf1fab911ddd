import { patched, proxyActivities } from '@temporalio/workflow';
import type { EffectActivities, Reading } from './activities.ts';
import { earlierSteps } from './earlier-rules.ts';
import { EffectLanes } from './effect-lanes.ts';
import type { AttemptAnswer } from './messages.ts';
import { hasExpired } from '../../rules/attempt/clock.ts';
import type { PlannedEffect } from '../../rules/attempt/effects.ts';
import { needsFacts, type AttemptEvent } from '../../rules/attempt/events.ts';
import { DEFAULT_SETTINGS, type Facts } from '../../rules/attempt/facts.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { isCompleted, isFlag } from '../../rules/attempt/statuses.ts';
import type { Changed } from '../../rules/attempt/outcome.ts';
import { step, type AppliedEvent } from '../../rules/attempt/transition.ts';
import { refusalOf, refuse } from '../refusals.ts';
import { callStore } from './store.ts';
import { describeFully, describeStatus } from './visibility.ts';
import { deadlineFor, findEarlierAnswer, isUnwanted, rememberWish } from './wishes.ts';

/** Staff wait for the answer to a deletion; if the vendor cannot be told, it is not deleted. */
const removal = proxyActivities<EffectActivities>({
  startToCloseTimeout: '15 seconds',
  retry: { maximumAttempts: 1 },
  summary: 'vendor: remove the attempt',
});

/** For events that need no facts, and for refusals that do not depend on them. */
export const NO_FACTS: Facts = {
  settings: DEFAULT_SETTINGS,
  clock: { timeLimitMins: 0, additionalMins: 0, dueAt: null },
};

interface ApplyOptions {
  /** Refuse during an outage of Postgres instead of waiting for its end. */
  giveUp?: boolean;
  /** The facts of a first try that was recorded too late: only the clock is read again. */
  factsOfFirstTry?: Facts & Reading;
}

/** An attempt whose every change is projected to Postgres before it is its state, and whose effects follow from that. */
export class RecordedAttempt {
  state: AttemptState | null = null;
  readonly lanes = new EffectLanes(() => this.requireState());
  private isDescribed = false;

  /** Goes on with an existing attempt and its unfinished effects. */
  adopt(state: AttemptState, pending: readonly PlannedEffect[]): void {
    this.state = state;
    this.lanes.add(pending);
  }

  /** Shows the attempt in the Temporal UI, and from now on every change of its status. */
  describe(): void {
    this.isDescribed = true;
    if (this.state) describeFully(this.state);
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
    const facts = factsOfFirstTry ?? (await this.factsFor(event, state, at, giveUp));
    const asOf = event.name === 'start' ? Math.max(at, Date.now()) : at;
    if (isUnwanted(event, factsOfFirstTry ? at : facts.readAt)) throw refuse('service_unavailable');
    let answer: Pick<AttemptAnswer, 'changed' | 'note'> = { changed: false };
    for (const { event: cause, outcome } of stepsOf(state, event, asOf, facts)) {
      if (outcome.outcome === 'refused') throw refuse(outcome.refusal);
      if (outcome.outcome === 'changed' && !isOnceIgnored(cause, this.requireState())) {
        const change = cause === event ? rememberWish(outcome, wishId) : outcome;
        const isSecondTry = factsOfFirstTry !== undefined;
        const earlier = await this.record(cause, change, asOf, { giveUp, isSecondTry });
        if (earlier && 'late' in earlier) return this.apply(event, earlier.late, { giveUp, factsOfFirstTry: facts });
        if (earlier && !(earlier.isSameChange && cause === event)) return this.apply(event, asOf, { giveUp });
        answer = { changed: true };
      } else {
        if (outcome.outcome === 'kept') this.state = outcome.state;
        answer = { changed: false, ...('note' in outcome && { note: outcome.note }) };
      }
    }
    if (event.name === 'heartbeat-lost' && !answer.changed) await this.contradictWatch(event.payload.lastPingAt);
    return { ...this.answer(), ...answer };
  }

  /** The watch would keep asking as long as it does not know about a ping that only the workflow has received. */
  private async contradictWatch(heardAt: number): Promise<void> {
    const { attemptId, lastPingAt } = this.requireState();
    if (lastPingAt !== null && lastPingAt > heardAt) await callStore('notePing', { attemptId, at: lastPingAt });
  }

  /**
   * Records a change, and then makes it the attempt's state. Earlier records remain valid: a task that was interrupted
   * (by a crash, or a reset of the workflow) may have recorded changes that the history does not contain.
   */
  private async record(
    event: AttemptEvent,
    { state, effects }: Changed,
    at: number,
    { isSecondTry, ...options }: { isSecondTry: boolean; giveUp: boolean },
  ): Promise<{ isSameChange: boolean } | { late: number } | null> {
    const before = this.requireState();
    if (event.name === 'delete' && state.exam.backend !== null) await this.tellRemoval();
    const change = {
      state,
      event: event.name,
      fromStatus: event.name === 'created' ? null : before.status,
      actor: event.payload.actor ?? ({ kind: 'operator' } as const),
      reason: reasonOf(event),
      ...(event.payload.noteId !== undefined && { noteId: event.payload.noteId }),
      ...(event.payload.requestId !== undefined && { requestId: event.payload.requestId }),
      effects,
      at,
      ...deadlineFor(event, at, isSecondTry),
    };
    const recorded = await callStore('recordChange', change, options);
    if ('late' in recorded) return recorded;
    const { effects: planned, earlier } = recorded;
    this.state = earlier?.state ?? state;
    if (this.isDescribed && statusesDiffer(before, this.state)) describeStatus(this.state);
    this.lanes.add(planned.filter(({ key }) => !this.lanes.holds(key)));
    return earlier && { isSameChange: earlier.event === event.name && earlier.state.version === state.version };
  }

  private async tellRemoval(): Promise<void> {
    try {
      await removal.removeAtVendor({ attemptId: this.requireState().attemptId });
    } catch (error) {
      throw refuse(refusalOf(error) ?? 'vendor_unavailable');
    }
  }

  private async factsFor(
    event: AttemptEvent,
    state: AttemptState,
    at: number,
    giveUp: boolean,
  ): Promise<Facts & Reading> {
    return needsFacts(event.name) || hasExpired(state, at) ? await this.loadFacts(state, { giveUp }) : NO_FACTS;
  }

  private loadFacts({ exam, userId }: AttemptState, options: { giveUp: boolean }): Promise<Facts & Reading> {
    return callStore('loadFacts', { examId: exam.id, userId, backend: exam.backend, type: exam.type }, options);
  }
}

/** How the rules handle an event; in a history of a release with other rules, how those handled it. */
function stepsOf(...given: Parameters<typeof step>): readonly AppliedEvent[] {
  const steps = step(...given);
  const earlier = earlierSteps(steps, ...given);
  return earlier && !patched('rules-by-kind-and-due-date') ? earlier : steps;
}

/** The reason, in the words of the person who caused it; for an error, the message of the learner's page. */
function reasonOf(event: AttemptEvent): string | null {
  const { reason } = event.payload;
  return reason ?? (event.name === 'error' ? (event.payload.detail ?? null) : null);
}

/** Histories without the patch ignored a submission after an error or a flag, and an error after a flag. */
function isOnceIgnored({ name }: AttemptEvent, { status }: AttemptState): boolean {
  const isNew = (name === 'submit' && isCompleted(status)) || (name === 'error' && isFlag(status));
  return isNew && !patched('hand-in-counts-until-it-was');
}

function statusesDiffer(before: AttemptState, after: AttemptState): boolean {
  return before.status !== after.status || before.deletedAt !== after.deletedAt;
}
