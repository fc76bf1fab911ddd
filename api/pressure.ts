/** What a request can be called when there is too much to do: those of the second kind are refused last. */
export type Urgency = 'usual' | 'last';

/** Says whether a process has so much to do that a request would be answered too late. */
export interface Pressure {
  isTooHighFor(urgency: Urgency): boolean;
  close(): void;
}

const SAMPLE_MS = 1_000;
/** A second of an idle loop has so many ticks. */
const TICKS = 8;
const TICK_MS = 125;

/**
 * Milliseconds from which on requests are refused. For the event loop it is the median delay of late, so that one
 * long turn is no reason; for the pool it is the wait for a connection, which ends in an error after 8 s.
 */
const LIMITS = {
  usual: { loop: 300, pool: 2_000 },
  last: { loop: 1_500, pool: 5_000 },
} as const satisfies Record<Urgency, object>;

export interface PressureOptions {
  /** Connections that requests wait for; a pool of slonik is one. */
  pool: {
    state(): { waitingClients: number };
    connect(use: () => Promise<void>): Promise<void>;
  };
  /** The median delay of the event loop of late, in milliseconds. */
  loopDelay?: () => number;
  sampleMs?: number;
}

/**
 * The median of the last delays of a timer. The histogram of `monitorEventLoopDelay` forgets, with each reset, the delay
 * that is under way, so it would miss the very turns that are longer than a sample.
 */
function measureLoop(): { delay: () => number; close: () => void } {
  const delays = Array.from({ length: TICKS }, () => 0);
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    delays.shift();
    delays.push(Math.max(0, now - last - TICK_MS));
    last = now;
  }, TICK_MS);
  timer.unref();
  return {
    delay: () => delays.toSorted((a, b) => a - b)[TICKS / 2] ?? 0,
    close: () => clearInterval(timer),
  };
}

/** Measures once a second; while requests wait for connections, by waiting in their queue with one more. */
export function watchPressure({ pool, loopDelay, sampleMs = SAMPLE_MS }: PressureOptions): Pressure {
  const loop = loopDelay ? { delay: loopDelay, close: () => undefined } : measureLoop();
  let delay = 0;
  let poolWait = 0;
  let waitingSince: number | null = null;

  function probe(): void {
    const since = performance.now();
    waitingSince = since;
    pool
      .connect(async () => {
        poolWait = performance.now() - since;
      })
      // What is wrong with the database, each request finds out and says.
      .catch(() => {
        poolWait = 0;
      })
      .finally(() => {
        waitingSince = null;
      });
  }

  const timer = setInterval(() => {
    delay = loop.delay();
    if (waitingSince !== null) return;
    if (pool.state().waitingClients > 0) probe();
    else poolWait = 0;
  }, sampleMs);
  timer.unref();

  const presentWait = () => Math.max(poolWait, waitingSince === null ? 0 : performance.now() - waitingSince);
  return {
    isTooHighFor: (urgency) => delay > LIMITS[urgency].loop || presentWait() > LIMITS[urgency].pool,
    close() {
      clearInterval(timer);
      loop.close();
    },
  };
}
