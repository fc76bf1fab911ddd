import { deleteOldBoardChanges } from '../../db/board-changes.ts';
import { readPausedSince } from '../../db/sitting-holds.ts';
import type { AppDeps } from '../app-deps.ts';
import { LOOK_MS, openFeed, type Feed } from './feed.ts';
import { startListening, type Listening } from './listening.ts';
import type { BoardReading, Boards } from './port.ts';
import { silentAfter } from './rows.ts';
import { createSharedReading } from './shared-reading.ts';
import { eventText } from './viewer.ts';

const PULSE_MS = 15_000;
const CLEANING_MS = 60_000;
const DELETED_AT_ONCE = 10_000;
/** Whoever comes back within this time, as by loading the page again, has only what changed meanwhile to wait for. */
const KEPT_MS = 60_000;
/** Boards that are kept without a viewer, so that nobody fills the memory by looking at one after the other. */
const MOST_KEPT = 4;

type Deps = Pick<AppDeps, 'pool' | 'clock' | 'vendors' | 'config' | 'logger'>;

export function createBoards(deps: Deps): Boards {
  const feeds = new Map<number, Promise<Feed>>();
  const kept = new Map<number, { feed: Feed; timer: NodeJS.Timeout }>();
  const readStored = createSharedReading(deps);
  let listening: Listening | null = null;

  const eachFeed = async (act: (feed: Feed) => unknown) => {
    const opened = await Promise.allSettled(feeds.values());
    for (const feed of opened) if (feed.status === 'fulfilled') await act(feed.value);
  };
  const every = (milliseconds: number, act: () => Promise<unknown>) => {
    const timer = setInterval(() => {
      act().catch((error: unknown) => deps.logger.warn({ err: error }, 'could not look after the boards'));
    }, milliseconds);
    timer.unref();
    return timer;
  };
  const timers = [
    every(LOOK_MS, () => eachFeed((feed) => feed.look())),
    every(PULSE_MS, () => {
      const pulse = eventText('pulse', { server_time: deps.clock() });
      // Without it a page says that it has lost the connection, which is so.
      return eachFeed((feed) => listening?.isOpen() && feed.isCurrent() && feed.sendToAll(pulse));
    }),
    every(CLEANING_MS, () => deleteOldBoardChanges(deps.pool, DELETED_AT_ONCE)),
  ];

  function listen(): void {
    listening ??= startListening({
      databaseUrl: () => deps.config.databaseUrl,
      logger: deps.logger,
      onChange: (examId) => void feeds.get(examId)?.then((feed) => feed.wake()),
      onProgress: ({ examId, bulkId, done, failed }) => {
        const text = eventText('act', { bulk_id: bulkId, done, failed });
        void feeds.get(examId)?.then((feed) => feed.tellProgress(text));
      },
      onOpen: () => void eachFeed((feed) => feed.wake()),
    });
  }

  function feedOf({ id, backend }: { id: number; backend: string | null }): Promise<Feed> {
    const known = feeds.get(id);
    if (known) return known;
    const opening = readStored(id, deps.clock()).then((board) =>
      openFeed(deps, id, { windowMs: silentAfter(deps, backend), board }),
    );
    feeds.set(id, opening);
    opening.catch(() => feeds.delete(id));
    return opening;
  }

  function drop(id: number): void {
    const { feed, timer } = kept.get(id) ?? {};
    kept.delete(id);
    clearTimeout(timer);
    if (!feed || feed.hasViewers()) return;
    feeds.delete(id);
    feed.close();
  }

  function keep(id: number, feed: Feed): void {
    clearTimeout(kept.get(id)?.timer);
    kept.delete(id);
    kept.set(id, { feed, timer: setTimeout(() => drop(id), KEPT_MS).unref() });
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) drop(oldest);
  }

  /** What the feed of an exam knows and has read since; null without one. */
  async function readKnown(examId: number, now: number): Promise<BoardReading | null> {
    const feed = await feeds.get(examId)?.catch(() => null);
    const board = await feed?.read(now);
    return board ? { ...board, pausedSince: await readPausedSince(deps.pool, examId, now) } : null;
  }

  return {
    read: async (examId, now) => (await readKnown(examId, now)) ?? (await readStored(examId, now)),
    async watch(exam, viewer, since) {
      listen();
      const feed = await feedOf(exam);
      await feed.join(viewer, since);
      viewer.send(eventText('pulse', { server_time: deps.clock() }));
      return () => {
        feed.leave(viewer);
        if (!feed.hasViewers()) keep(exam.id, feed);
      };
    },
    async close() {
      timers.forEach(clearInterval);
      kept.forEach(({ timer }) => clearTimeout(timer));
      await eachFeed((feed) => feed.close());
      feeds.clear();
      await listening?.close();
    },
  };
}
