import type { AppDeps } from '../app-deps.ts';

const AGAIN_MS = 1_000;

/** What is done for a board: one piece after the other, so that nobody gets an older row after a newer one. */
export interface Turns {
  /** Does it when its turn comes, and is done then, failed or not; a board that could not be read catches up a moment later. */
  take(task: () => Promise<void>): Promise<void>;
  /** Catches up soon, if that is not planned already. */
  catchUpIn(milliseconds: number): void;
  /** Whether the last piece has failed. */
  haveFailed(): boolean;
  close(): void;
}

/** `catchUp` reads what has changed on the board of the exam. */
export function createTurns(logger: AppDeps['logger'], examId: number, catchUp: () => Promise<void>): Turns {
  let failed = false;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let work: Promise<void> = Promise.resolve();

  async function attempt(task: () => Promise<void>): Promise<void> {
    try {
      await task();
      failed = false;
    } catch (error) {
      failed = true;
      logger.warn({ err: error, examId }, 'could not read what changed on a board');
      catchUpIn(AGAIN_MS);
    }
  }

  function take(task: () => Promise<void>): Promise<void> {
    const before = work;
    work = (async () => {
      await before;
      await attempt(task);
    })();
    return work;
  }

  function catchUpIn(milliseconds: number): void {
    if (closed) return;
    timer ??= setTimeout(() => {
      timer = null;
      void take(catchUp);
    }, milliseconds);
  }

  return {
    take,
    catchUpIn,
    haveFailed: () => failed,
    close() {
      closed = true;
      if (timer) clearTimeout(timer);
    },
  };
}
