import { ActivityFailure, ApplicationFailure, condition, log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { EffectActivities, StoreActivities } from './activities.ts';
import { createAttempt, refusalOf } from './creation.ts';
import { EffectLanes } from './effect-lanes.ts';
import type { AttemptAnswer, ExamAttemptInput } from './messages.ts';
import { endOf, hasExpired } from './rules/clock.ts';
import type { AttemptEvent, EventName } from './rules/events.ts';
import { DEFAULT_SETTINGS, type Facts } from './rules/facts.ts';
import { actorOf, readEvent } from './rules/payloads.ts';
import type { Refusal } from './rules/refusals.ts';
import type { AttemptState } from './rules/state.ts';
import { isIncomplete, isPreStart, isRunning } from './rules/statuses.ts';
import { needsFacts, step, type Changed } from './rules/transition.ts';
import { describeFully, describeStatus } from './visibility.ts';

const store = proxyLocalActivities<StoreActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/** Staff wait for the answer of a deletion; a vendor that cannot be told stops it. */
const removal = proxyActivities<EffectActivities>({
  startToCloseTimeout: '15 seconds',
  retry: { maximumAttempts: 1 },
  summary: 'vendor: remove the attempt',
});

const NO_FACTS: Facts = { settings: DEFAULT_SETTINGS, clock: { timeLimitMins: 0, additionalMins: 0, dueAt: null } };

/** Refused on purpose: the type is the catalogue code that the API answers with. */
export function refuse(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`refused: ${refusal}`, refusal);
}

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
    await store.recordIgnored({ attemptCode, event: name, refusal, actor: actorOf(payload), at: Date.now() });
  }

  /** Runs an effect again that its target had refused. */
  async retryEffect(key: string): Promise<{ retried: boolean }> {
    await condition(() => this.opened !== null);
    const { attemptCode } = this.known();
    const planned = this.lanes.holds(key) ? null : await store.reopenEffect({ attemptCode, key });
    if (planned && !this.lanes.holds(key)) this.lanes.add([planned]);
    return { retried: planned !== null };
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
      const found = await store.loadAttempt({ attemptCode: input.attemptCode });
      if (!found) return { refusal: 'attempt_not_found' };
      this.state = found.state;
      this.lanes.add(found.pending);
      return { refusal: null };
    }
    const { attemptCode, request } = input;
    const made = await createAttempt(attemptCode, request);
    if ('refusal' in made) return made;
    this.state = made;
    const { actor } = request;
    try {
      await this.apply({ name: 'created', payload: { actor } }, made.createdAt);
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      this.state = null;
      return { refusal: refusalOf(error) };
    }
    if (request.decline) {
      await this.apply({ name: 'decline', payload: { actor, cascaded: request.cascaded } }, Date.now());
    } else if (request.startClock && isPreStart(this.state.status)) {
      await this.apply({ name: 'start', payload: { actor } }, Date.now());
    }
    return { refusal: null };
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => {});
    return mine;
  }

  private async apply(event: AttemptEvent, at: number): Promise<AttemptAnswer> {
    const state = this.known();
    const facts = needsFacts(event.name) || hasExpired(state, at) ? await this.loadFacts(state) : NO_FACTS;
    let answer = { changed: false };
    for (const { event: cause, outcome } of step(state, event, at, facts)) {
      if (outcome.outcome === 'refused') throw refuse(outcome.refusal);
      if (outcome.outcome === 'changed') await this.record(cause, outcome, at);
      this.state = outcome.state;
      answer = { changed: outcome.outcome === 'changed', ...('note' in outcome && { note: outcome.note }) };
    }
    return { ...this.answer(), ...answer };
  }

  private async record(event: AttemptEvent, { state, effects }: Changed, at: number): Promise<void> {
    const before = this.known();
    if (event.name === 'delete' && state.exam.backend !== null) await this.tellRemoval();
    const planned = await store.recordChange({
      state,
      event: event.name,
      fromStatus: event.name === 'created' ? null : before.status,
      actor: event.payload.actor ?? { kind: 'operator' },
      reason: event.payload.reason ?? null,
      effects,
      at,
    });
    this.state = state;
    if (this.opened && statusesDiffer(before, state)) describeStatus(state);
    this.lanes.add(planned);
  }

  private async tellRemoval(): Promise<void> {
    try {
      await removal.removeAtVendor({ attemptId: this.known().attemptId });
    } catch (error) {
      throw refuse(refusalOf(error));
    }
  }

  private loadFacts(state: AttemptState): Promise<Facts> {
    return store.loadFacts({ examId: state.exam.id, userId: state.userId, backend: state.exam.backend });
  }
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
