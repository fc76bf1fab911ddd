import { deleteOldBoardChanges } from '../../db/board-changes.ts';
import type { AppDeps } from '../app-deps.ts';
import { openFeed, type Feed } from './feed.ts';
import { startListening, type Listening } from './listening.ts';
import type { Boards } from './port.ts';
import { silentAfter } from './rows.ts';
import { createSharedReading } from './shared-reading.ts';
import { eventText } from './viewer.ts';

const LOOK_MS = 5_000;
const PULSE_MS = 15_000;
const CLEANING_MS = 60_000;
const DELETED_AT_ONCE = 10_000;

type Deps = Pick<AppDeps, 'pool' | 'clock' | 'vendors' | 'config' | 'logger'>;

export function createBoards(deps: Deps): Boards {
  const feeds = new Map<number, Promise<Feed>>();
  const read = createSharedReading(deps);
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
    const opening = read(id, deps.clock()).then((board) =>
      openFeed(deps, id, { windowMs: silentAfter(deps, backend), board }),
    );
    feeds.set(id, opening);
    opening.then(
      // What changed while it was read may have been announced before anybody listened.
      (feed) => feed.wake(),
      () => feeds.delete(id),
    );
    return opening;
  }

  return {
    read,
    async watch(exam, viewer, since) {
      listen();
      const feed = await feedOf(exam);
      await feed.join(viewer, since);
      viewer.send(eventText('pulse', { server_time: deps.clock() }));
      return () => {
        feed.leave(viewer);
        if (feed.hasViewers()) return;
        feeds.delete(exam.id);
        feed.close();
      };
    },
    async close() {
      timers.forEach(clearInterval);
      await eachFeed((feed) => feed.close());
      feeds.clear();
      await listening?.close();
    },
  };
}
