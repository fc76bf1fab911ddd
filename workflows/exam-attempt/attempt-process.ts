import { condition, log, proxyActivities, sleep } from '@temporalio/workflow';
import type { EffectActivities } from './activities.ts';
import { comesTooLate, createAttempt } from './creation.ts';
import { EffectLanes } from './effect-lanes.ts';
import type { AttemptAnswer, CreationRequest, ExamAttemptInput } from './messages.ts';
import { endOf, hasExpired } from './rules/clock.ts';
import type { AttemptEvent, EventName } from './rules/events.ts';
import { DEFAULT_SETTINGS, type Facts } from './rules/facts.ts';
import { actorOf, readEvent } from './rules/payloads.ts';
import type { Refusal } from './rules/refusals.ts';
import type { AttemptState } from './rules/state.ts';
import { isIncomplete, isPreStart, isRunning } from './rules/statuses.ts';
import { needsFacts, step, type Changed } from './rules/transition.ts';
import { refusalIn, refuse, stored } from './store.ts';
import { describeFully, describeStatus } from './visibility.ts';

/** Staff wait for the answer of a deletion; a vendor that cannot be told stops it. */
const removal = proxyActivities<EffectActivities>({
  startToCloseTimeout: '15 seconds',
  retry: { maximumAttempts: 1 },
  summary: 'vendor: remove the attempt',
});

const NO_FACTS: Facts = { settings: DEFAULT_SETTINGS, clock: { timeLimitMins: 0, additionalMins: 0, dueAt: null } };

/** One attempt at run time: its state, the queue in which events reach it, and the effects under way. */
export class AttemptProcess {
  state: AttemptState | null = null;
  /** Set once the attempt exists, or once it is clear that it never will. */
  opened: { refusal: Refusal | null } | null = null;
  readonly lanes = new EffectLanes(() => this.known());
  private turn: Promise<unknown> = Promise.resolve();

  /** Finds or makes the attempt. Events that arrive meanwhile wait. */
  async open(input: ExamAttemptInput): Promise<void> {
    const opened = await this.begin(input);
    this.opened = opened;
    if (this.state) describeFully(this.state);
  }

  /** What `create` answers. */
  async created(): Promise<AttemptAnswer> {
    await condition(() => this.opened !== null);
    if (this.opened?.refusal) throw refuse(this.opened.refusal);
    return { ...this.answer(), changed: true };
  }

  /** Refuses what the rules refuse, before it enters history. Changes nothing. */
  validate(name: EventName, payload: unknown): void {
    const event = readEvent(name, payload);
    if (!event) throw refuse('invalid_event');
    if (!this.state) return;
    for (const { outcome } of step(this.state, event, Date.now(), NO_FACTS)) {
      if (outcome.outcome === 'refused') throw refuse(outcome.refusal);
    }
  }

  /** Applies an event in its turn; throws a refusal. */
  async handle(name: EventName, payload: unknown): Promise<AttemptAnswer> {
    const arrivedAt = Date.now();
    const event = readEvent(name, payload);
    if (!event) throw refuse('invalid_event');
    await condition(() => this.opened !== null);
    return this.inTurn(() => this.apply(event, arrivedAt));
  }

  /** The clock has run out. */
  async expire(): Promise<void> {
    await this.inTurn(() => this.apply({ name: 'expire', payload: { actor: { kind: 'system' } } }, Date.now()));
  }

  /** Leaves a trace of a message that changed nothing. */
  async ignore(name: string, payload: unknown, refusal: Refusal): Promise<void> {
    log.warn('message ignored', { event: name, refusal });
    if (!this.state) return;
    const { attemptCode } = this.state;
    await stored('recordIgnored', { attemptCode, event: name, refusal, actor: actorOf(payload), at: Date.now() });
  }

  /** Runs an effect again that its target had refused. */
  async retryEffect(key: string): Promise<{ retried: boolean }> {
    await condition(() => this.opened !== null);
    const { attemptCode } = this.known();
    const reopened = await stored('reopenEffect', { attemptCode, key });
    if (!reopened || (!reopened.wasRefused && this.lanes.holds(key))) return { retried: false };
    this.lanes.add([reopened.planned]);
    return { retried: true };
  }

  private known(): AttemptState {
    if (!this.state) throw refuse('attempt_not_found');
    return this.state;
  }

  private answer(): Pick<AttemptAnswer, 'attemptId' | 'status'> {
    const { attemptId, status } = this.known();
    return { attemptId, status };
  }

  private async begin(input: ExamAttemptInput): Promise<{ refusal: Refusal | null }> {
    if (input.kind === 'continue') {
      this.state = input.state;
      this.lanes.add(input.pending);
      return { refusal: null };
    }
    if (input.kind === 'restore') {
      const found = await stored('loadAttempt', { attemptCode: input.attemptCode });
      if (!found) return { refusal: 'attempt_not_found' };
      this.state = found.state;
      this.lanes.add(found.pending);
      return { refusal: null };
    }
    const { attemptCode, request } = input;
    const made = await createAttempt(attemptCode, request);
    if ('refusal' in made) return made;
    this.state = made.state;
    const refusal = await this.firstChanges(made.state, request);
    if (this.state && made.readyInSeconds !== null) void this.becomeReady(made.readyInSeconds);
    return { refusal };
  }

  /** Stands in for the callback of a vendor that has none; an attempt that went on meanwhile stays as it is. */
  private async becomeReady(seconds: number): Promise<void> {
    await sleep(seconds * 1000, { summary: 'vendor ready' });
    if (this.state?.deletedAt !== null || !isPreStart(this.state.status)) return;
    try {
      await this.handle('vendor-ready', { actor: { kind: 'vendor' } });
    } catch (error) {
      refusalOrRethrow(error);
    }
  }

  /** Records the new attempt and what was asked for along with it; answers what of that was refused. */
  private async firstChanges(made: AttemptState, request: CreationRequest): Promise<Refusal | null> {
    const { actor, decline, cascaded, startClock } = request;
    try {
      await this.apply({ name: 'created', payload: { actor } }, made.createdAt, { giveUp: !decline });
    } catch (error) {
      this.state = null;
      return refusalOrRethrow(error);
    }
    if (this.state?.deletedAt !== null) return 'attempt_already_exists';
    try {
      if (decline) {
        await this.apply({ name: 'decline', payload: { actor, cascaded } }, Date.now());
      } else if (startClock && isPreStart(this.state.status)) {
        if (comesTooLate(request)) return 'service_unavailable';
        await this.apply({ name: 'start', payload: { actor } }, Date.now());
      }
      return null;
    } catch (error) {
      return refusalOrRethrow(error);
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => {});
    return mine;
  }

  private async apply(
    event: AttemptEvent,
    at: number,
    { giveUp = event.name === 'start' }: { giveUp?: boolean } = {},
  ): Promise<AttemptAnswer> {
    const state = this.known();
    const facts = needsFacts(event.name) || hasExpired(state, at) ? await this.loadFacts(state, { giveUp }) : NO_FACTS;
    let answer = { changed: false };
    for (const { event: cause, outcome } of step(state, event, at, facts)) {
      if (outcome.outcome === 'refused') throw refuse(outcome.refusal);
      if (outcome.outcome === 'changed') {
        const earlier = await this.record(cause, outcome, at, { giveUp });
        if (earlier && !(earlier.isSameChange && cause === event)) return this.apply(event, at, { giveUp });
      } else {
        this.state = outcome.state;
      }
      answer = { changed: outcome.outcome === 'changed', ...('note' in outcome && { note: outcome.note }) };
    }
    if (event.name === 'heartbeat-lost' && !answer.changed) await this.contradictWatch(event.payload.lastPingAt);
    return { ...this.answer(), ...answer };
  }

  /** The watch would go on asking as long as it does not know of a ping that only the workflow has heard. */
  private async contradictWatch(heardAt: number): Promise<void> {
    const { attemptId, lastPingAt } = this.known();
    if (lastPingAt !== null && lastPingAt > heardAt) await stored('notePing', { attemptId, at: lastPingAt });
  }

  /**
   * Records a change, and then makes it the attempt's state. What was recorded earlier stands: a task that was cut off
   * (by a crash, or by a reset of the workflow) may have recorded changes that the history does not hold.
   */
  private async record(
    event: AttemptEvent,
    { state, effects }: Changed,
    at: number,
    options: { giveUp: boolean },
  ): Promise<{ isSameChange: boolean } | null> {
    const before = this.known();
    if (event.name === 'delete' && state.exam.backend !== null) await this.tellRemoval();
    const change = {
      state,
      event: event.name,
      fromStatus: event.name === 'created' ? null : before.status,
      actor: event.payload.actor ?? ({ kind: 'operator' } as const),
      reason: event.payload.reason ?? null,
      effects,
      at,
    };
    const { effects: planned, earlier } = await stored('recordChange', change, options);
    this.state = earlier?.state ?? state;
    if (this.opened && statusesDiffer(before, this.state)) describeStatus(this.state);
    this.lanes.add(planned.filter(({ key }) => !this.lanes.holds(key)));
    return earlier && { isSameChange: earlier.event === event.name && earlier.state.version === state.version };
  }

  private async tellRemoval(): Promise<void> {
    try {
      await removal.removeAtVendor({ attemptId: this.known().attemptId });
    } catch (error) {
      throw refuse(refusalIn(error) ?? 'vendor_unavailable');
    }
  }

  private loadFacts({ exam, userId }: AttemptState, options: { giveUp: boolean }): Promise<Facts> {
    return stored('loadFacts', { examId: exam.id, userId, backend: exam.backend }, options);
  }
}

function refusalOrRethrow(error: unknown): Refusal {
  const refusal = refusalIn(error);
  if (!refusal) throw error;
  return refusal;
}

function statusesDiffer(before: AttemptState, after: AttemptState): boolean {
  return before.status !== after.status || before.deletedAt !== after.deletedAt;
}

const RETENTION_MS = 365 * 24 * 60 * 60 * 1000;

/** When the attempt next does something by itself. */
export function deadlineOf(state: AttemptState): { at: number; summary: string; kind: 'end' | 'retention' } | null {
  const end = endOf(state);
  if (end !== null && isRunning(state.status)) return { at: end, summary: 'exam ends', kind: 'end' };
  if (isIncomplete(state.status)) return null;
  return { at: state.modifiedAt + RETENTION_MS, summary: 'retention over', kind: 'retention' };
}
