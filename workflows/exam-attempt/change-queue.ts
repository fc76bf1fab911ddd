/** The change would not have been answered in time, so it was not made. */
export class QueueFullError extends Error {
  override name = 'QueueFullError';
  /** When it is worth trying again. */
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('Too many changes are waiting.');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** How long a change may be expected to wait, in milliseconds, before it is refused. */
const LONGEST_WAIT = {
  /** What is useless once nobody waits for it, such as a start. */
  wish: 6_000,
  /** What counts however late, such as a submission or a review: it gets the last places. */
  fact: 20_000,
} as const;

export type ChangeClass = keyof typeof LONGEST_WAIT;

/** So few are never too many, whatever was measured: one that takes long need not wait for another. */
const ALWAYS_ADMITTED = 10;
/** With fewer waiting, the pause between two answers is how long one takes, and not how many are made at a time. */
const ENOUGH_FOR_A_PACE = 4;
/** An answer may take so long without any queue. */
const USUAL_ANSWER_MS = 2_000;
/** Weight of the latest pause between two answers: about the last twenty count. */
const WEIGHT = 0.05;
/** Longer pauses say nothing about the pace. */
const LONGEST_PAUSE_MS = 5_000;
const LONGEST_RETRY_SECONDS = 30;

/**
 * The changes of this process that wait for Temporal, and how fast they are answered: from the two it knows how long
 * one more would wait, and refuses it before anything is sent if that is too long.
 */
export class ChangeQueue {
  #waiting = 0;
  /** When the pause before the next answer began. */
  #since = 0;
  /** Whether enough waited at its beginning. */
  #showsPace = false;
  /** Milliseconds from one answer to the next while some wait. */
  #pause = 0;
  #answers = 0;
  readonly #now: () => number;

  /** `now` is in milliseconds, of any beginning. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** How many changes wait for their answer now. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Makes the change, or throws `QueueFullError`. */
  async take<T>(kind: ChangeClass, change: () => Promise<T>): Promise<T> {
    this.#admit(kind);
    if (this.#waiting === 0) this.#since = this.#now();
    this.#waiting += 1;
    try {
      return await change();
    } finally {
      this.#waiting -= 1;
      if (this.#showsPace) this.#learn(this.#now() - this.#since);
      this.#since = this.#now();
      this.#showsPace = this.#waiting >= ENOUGH_FOR_A_PACE;
    }
  }

  #learn(pause: number): void {
    this.#answers += 1;
    this.#pause = this.#paceWith(pause);
  }

  #admit(kind: ChangeClass): void {
    if (this.#waiting < ALWAYS_ADMITTED) return;
    const wait = this.#expectedWait();
    if (wait <= LONGEST_WAIT[kind]) return;
    // Not before half of what is too much has been worked off, so that those who come back are not refused again.
    const seconds = Math.ceil((wait - LONGEST_WAIT[kind] / 2) / 1000);
    throw new QueueFullError(Math.min(seconds, LONGEST_RETRY_SECONDS));
  }

  /** The present pause counts once no answer takes so long: Temporal may have stopped answering. */
  #expectedWait(): number {
    const silence = this.#now() - this.#since;
    const pause = silence > USUAL_ANSWER_MS ? Math.max(this.#pause, this.#paceWith(silence)) : this.#pause;
    return (this.#waiting + 1) * pause;
  }

  #paceWith(pause: number): number {
    const weight = Math.max(WEIGHT, 1 / Math.max(1, this.#answers));
    return this.#pause + weight * (Math.min(pause, LONGEST_PAUSE_MS) - this.#pause);
  }
}
