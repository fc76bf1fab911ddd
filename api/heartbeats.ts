import type { DatabasePool } from 'slonik';
import { recordHeartbeats } from '../db/heartbeat.ts';

/** Records signs of life from learners' pages. */
export interface Heartbeats {
  /** Records a sign of life from the page of a running attempt at `at` (epoch milliseconds); never waits. */
  note(attemptId: number, at: number): void;
  /** Writes everything still in memory. */
  flush(): Promise<void>;
  /** The same, and stops. */
  close(): Promise<void>;
}

const FLUSH_MS = 1_000;

export interface HeartbeatsDeps {
  pool: DatabasePool;
  /** Now, in epoch milliseconds. */
  clock: () => number;
  onFailure: (error: unknown) => void;
}

/**
 * Collects signs of life in memory and writes them once a second in one statement, so that a poll costs no write of its
 * own. It writes when there are none too: that is how the watch knows that pings could be taken (architecture
 * "Signs of life").
 */
export function createHeartbeats({ pool, clock, onFailure }: HeartbeatsDeps): Heartbeats {
  let waiting = new Map<number, number>();
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    const batch = waiting;
    waiting = new Map();
    try {
      await recordHeartbeats(
        pool,
        [...batch].map(([attemptId, at]) => ({ attemptId, at })),
        clock(),
      );
    } catch (error) {
      for (const [attemptId, at] of batch) waiting.set(attemptId, Math.max(at, waiting.get(attemptId) ?? 0));
      onFailure(error);
    }
  }

  function begin(): Promise<void> {
    writing ??= write().finally(() => {
      writing = null;
    });
    return writing;
  }

  async function flush(): Promise<void> {
    await writing;
    if (waiting.size > 0) await begin();
  }

  const timer = setInterval(() => void begin(), FLUSH_MS);
  timer.unref();
  return {
    note: (attemptId, at) => void waiting.set(attemptId, Math.max(at, waiting.get(attemptId) ?? 0)),
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
