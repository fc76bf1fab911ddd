import { condition, log, patched, sleep } from '@temporalio/workflow';
import type { AttemptAnswer, ExamAttemptInput } from './messages.ts';
import { createAttempt, type Creation } from './creation.ts';
import { removeUnused } from './giving-back.ts';
import { NO_FACTS } from './known-facts.ts';
import { RecordedAttempt } from './recorded-attempt.ts';
import { findEarlierAnswer } from './wishes.ts';
import type { AttemptEvent, EventName } from '../../rules/attempt/events.ts';
import { actorOf, readEvent, readRetry } from '../../rules/attempt/payloads.ts';
import type { Refusal } from '../../rules/attempt/refusals.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { isPreStart } from '../../rules/attempt/statuses.ts';
import { step } from '../../rules/attempt/transition.ts';
import { Turns } from './turns.ts';
import { refusalOrRethrow, refuse } from '../refusals.ts';

/** How long an answer waits for the learner's other exams; much shorter than the API waits. */
const OTHER_ATTEMPTS_MS = 4_000;

/** One attempt at run time: its state so far, and the queue in which events reach it. */
export class AttemptProcess {
  private readonly attempt: RecordedAttempt;
  /** Set once the attempt exists, or once it is clear that it never will. */
  private opened: { refusal: Refusal | null } | null = null;
  private readonly turns = new Turns();

  constructor({ commands = 1 }: ExamAttemptInput) {
    this.attempt = new RecordedAttempt(commands);
  }

  /** Null before the attempt exists. */
  get state(): AttemptState | null {
    return this.attempt.state;
  }

  get lanes() {
    return this.attempt.lanes;
  }

  /** Effects that are not done yet, in order. */
  get waiting() {
    return this.attempt.waiting;
  }

  get settledAttemptDays() {
    return this.attempt.facts.settledAttemptDays;
  }

  /** No effect is waiting or running. */
  get isSettled(): boolean {
    return this.attempt.isSettled;
  }

  /** Finds or creates the attempt. Events that arrive in the meantime wait. */
  async open(input: ExamAttemptInput): Promise<void> {
    const { refusal, readyInSeconds, unused } = await this.findOrCreate(input);
    if (readyInSeconds !== null) void this.becomeReady(readyInSeconds);
    this.opened = { refusal };
    this.attempt.describe();
    if (unused) await removeUnused(unused);
  }

  /** The answer to `create`. */
  async answerCreation(): Promise<AttemptAnswer> {
    await condition(() => this.opened !== null);
    if (this.opened?.refusal) throw refuse(this.opened.refusal);
    await this.awaitOtherAttempts();
    return { ...this.attempt.answer(), changed: true };
  }

  /** Refuses what the rules refuse, before it enters history. Changes nothing. */
  validate(name: EventName, payload: unknown): void {
    const event = readEvent(name, payload);
    if (!event) throw refuse('invalid_event');
    if (!this.state || this.isBehind(event) || findEarlierAnswer(this.state, event.payload.wishId)) return;
    for (const { outcome } of step(this.state, event, Date.now(), NO_FACTS)) {
      if (outcome.outcome === 'refused') throw refuse(outcome.refusal, this.state.version);
    }
  }

  /** Applies an event in its turn; throws a refusal. */
  async handle(name: EventName, payload: unknown, arrivedAt = Date.now()): Promise<AttemptAnswer> {
    const event = readEvent(name, payload);
    if (!event) throw refuse('invalid_event');
    await condition(() => this.opened !== null);
    const answer = await this.turns.take(async () => {
      if (this.isBehind(event)) await this.attempt.catchUp();
      return await this.attempt.apply(event, this.acceptanceOf(event, arrivedAt));
    });
    if (answer.changed) await this.awaitOtherAttempts();
    return answer;
  }

  /** Reads the stored attempt, which may know more than is known here; whether there was more. */
  async catchUp(): Promise<boolean> {
    await condition(() => this.opened !== null);
    if (!this.state) return false;
    const { version } = this.state;
    await this.turns.take(() => this.attempt.catchUp());
    return this.state.version > version;
  }

  /** Time has brought about an event: the clock has run out, or a pause has lasted too long. */
  async elapse(name: 'expire' | 'pause-expire'): Promise<void> {
    await this.turns.take(() => this.attempt.apply({ name, payload: { actor: { kind: 'system' } } }, Date.now()));
  }

  /** Records a message that changed nothing. */
  async ignore(name: string, payload: unknown, refusal: Refusal): Promise<void> {
    log.warn('message ignored', { event: name, refusal });
    if (!this.state) return;
    const { attemptCode } = this.state;
    await this.attempt.store.call('recordIgnored', {
      attemptCode,
      event: name,
      refusal,
      actor: actorOf(payload),
      at: Date.now(),
    });
  }

  /** Somebody asked Temporal to cancel the workflow. Only messages end an exam, so this is merely recorded. */
  async refuseCancellation(): Promise<void> {
    await condition(() => this.opened !== null);
    await this.ignore('cancel', {}, 'illegal_transition');
  }

  /** Refuses a payload that is not such a request. */
  validateRetry(request: unknown): void {
    if (!readRetry(request)) throw refuse('invalid_event');
  }

  /** Repeats an effect that its target had refused. */
  async retryEffect(request: unknown): Promise<{ retried: boolean }> {
    const wish = readRetry(request);
    if (!wish) throw refuse('invalid_event');
    await condition(() => this.opened !== null);
    const { attemptCode } = this.attempt.requireState();
    const reopened = await this.attempt.store.call('reopenEffect', { ...wish, attemptCode, at: Date.now() });
    if (!reopened || (!reopened.wasRefused && this.lanes.holds(wish.key))) return { retried: false };
    this.lanes.add([reopened.planned]);
    return { retried: true };
  }

  private async findOrCreate(input: ExamAttemptInput): Promise<Creation> {
    const { attemptCode } = input;
    if (input.kind === 'create') return await createAttempt(this.attempt, attemptCode, input.request);
    const found = input.kind === 'continue' ? input : await this.attempt.store.call('loadAttempt', { attemptCode });
    if (found) this.attempt.adopt(found);
    return { refusal: found ? null : 'attempt_not_found', readyInSeconds: null, unused: null };
  }

  /**
   * Stands in for the callback of a vendor that has none; an attempt that has moved on in the meantime stays as it is.
   */
  private async becomeReady(seconds: number): Promise<void> {
    await sleep(seconds * 1000, { summary: 'vendor ready' });
    if (this.state?.deletedAt !== null || !isPreStart(this.state.status)) return;
    try {
      await this.handle('vendor-ready', { actor: { kind: 'vendor' } });
    } catch (error) {
      refusalOrRethrow(error);
    }
  }

  /** The sender has seen a version of the attempt that is not known here. */
  private isBehind({ payload: { storedVersion = 0 } }: AttemptEvent): boolean {
    return this.state !== null && storedVersion > this.state.version;
  }

  /** An event counts from when it was accepted, but never before anything already recorded. */
  private acceptanceOf({ payload }: AttemptEvent, arrivedAt: number): number {
    const acceptedAt = Math.min(payload.acceptedAt ?? arrivedAt, arrivedAt);
    return Math.max(acceptedAt, this.state?.modifiedAt ?? acceptedAt);
  }

  /**
   * By the time of the answer, a request's effects on the learner's other exams can be read, unless that takes too
   * long.
   */
  private async awaitOtherAttempts(): Promise<void> {
    if (!this.lanes.isBusy('siblings') || !patched('answer-after-siblings')) return;
    await condition(() => !this.lanes.isBusy('siblings'), OTHER_ATTEMPTS_MS, { summary: 'the learner’s other exams' });
  }
}
