import { setTimeout as pause } from 'node:timers/promises';
import { openBoardListener, type BoardListener, type BulkProgressNews } from '../../db/board-changes.ts';
import type { AppDeps } from '../app-deps.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** The one connection of this process on which Postgres says that a board has changed; opened again whenever it is lost. */
export interface Listening {
  /** Whether changes are heard of now. */
  isOpen(): boolean;
  close(): Promise<void>;
}

export interface ListeningDeps extends Pick<AppDeps, 'logger'> {
  /** Asked for at each try. */
  databaseUrl: () => string;
  onChange: (examId: number) => void;
  onProgress: (news: BulkProgressNews) => void;
  /** It is open, for the first time or again: what happened before nobody has heard of. */
  onOpen: () => void;
}

export function startListening({ databaseUrl, logger, onChange, onProgress, onOpen }: ListeningDeps): Listening {
  const ending = new AbortController();
  let listener: BoardListener | null = null;

  async function keepOpen(): Promise<void> {
    let wait = FIRST_PAUSE_MS;
    while (!ending.signal.aborted && listener === null) {
      try {
        listener = await openBoardListener(databaseUrl(), {
          onChange,
          onProgress,
          onLost: (error) => {
            logger.warn({ err: error }, 'the connection that hears of changes on boards is lost');
            listener = null;
            void keepOpen();
          },
        });
        onOpen();
      } catch (error) {
        logger.warn({ err: error }, 'cannot hear of changes on boards');
        await pause(wait, undefined, { signal: ending.signal, ref: false }).catch(() => {});
        wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
      }
    }
    if (ending.signal.aborted) await listener?.close();
  }

  let opening = keepOpen();
  return {
    isOpen: () => listener !== null,
    async close() {
      ending.abort();
      await opening;
      await listener?.close().catch(() => {});
      opening = Promise.resolve();
    },
  };
}
