import { listBoardChanges } from '../../db/board-changes.ts';
import type { AppDeps } from '../app-deps.ts';
import type { BoardRow } from '../schemas/console/row.ts';
import { findChangedByTime, hearPages } from './by-time.ts';
import { countRows } from './counts.ts';
import { readBoardRows } from './rows.ts';
import { createSilences } from './silences.ts';
import { createTurns } from './turns.ts';
import { eventText, positionText, RESYNC, type Viewer } from './viewer.ts';

/** Changes of one moment are read together. */
const TOGETHER_MS = 50;
/** How often a board is looked at for what changes by time alone. */
export const LOOK_MS = 5_000;
/** What is not even looked for, such as a learner's new name, is known for no longer. */
const KNOWN_MS = 5 * 60_000;
/** Who joins within this time hears of the last bulk act. */
const TOLD_MS = 60_000;

type Deps = Pick<AppDeps, 'pool' | 'clock' | 'vendors' | 'config' | 'logger'>;
type Reading = Awaited<ReturnType<typeof readBoardRows>>;

/** What the viewers of one exam see, read once for all of them. */
export interface Feed {
  /** Adds a viewer who has seen everything before the position `since`; null: who has just read the board. */
  join(viewer: Viewer, since: number | null): Promise<void>;
  leave(viewer: Viewer): void;
  hasViewers(): boolean;
  /** What is on the board at `now`, brought up to date; null if that has to be read as a whole. */
  read(now: number): Promise<Pick<Reading, 'seq' | 'rows'> | null>;
  /** Something has changed. */
  wake(): void;
  /** If anybody is there, looks for what changes by time alone: silences, ends that have come, effects that wait for long. */
  look(): Promise<void>;
  sendToAll(text: string): void;
  /** Tells how far a bulk act is, those too who join a moment later. */
  tellProgress(text: string): void;
  /** Whether what the viewers see is what there is, as far as is known. */
  isCurrent(): boolean;
  close(): void;
}

/** `board`: what was there a moment ago. `windowMs`: how long pages may be silent. */
export function openFeed(
  deps: Deps,
  examId: number,
  { windowMs, board: first }: { windowMs: number | null; board: Reading },
): Feed {
  const viewers = new Set<Viewer>();
  const rows = new Map<number, { row: BoardRow; text: string }>();
  const findSilences = createSilences(windowMs);
  let seq = 0;
  let counts = '';
  let progress = { text: '', at: 0 };
  let wholeAt = 0;
  let lookedAt = 0;
  let joining = 0;
  const turns = createTurns(deps.logger, examId, catchUp);

  const sendToAll = (text: string) => viewers.forEach((viewer) => viewer.send(text));
  const shown = () => Array.from(rows.values(), ({ row }) => row);
  const hasViewers = () => viewers.size + joining > 0;

  function tellCounts(): void {
    const text = eventText('counts', countRows(shown(), deps.clock(), windowMs));
    if (text !== counts) sendToAll(text);
    counts = text;
  }

  function takeAll(board: Reading): void {
    seq = board.seq;
    wholeAt = deps.clock();
    lookedAt = wholeAt;
    rows.clear();
    for (const row of board.rows) rows.set(row.id, { row, text: JSON.stringify(row) });
    findSilences(shown(), deps.clock());
    tellCounts();
  }

  /** Reads the rows of the learners of these attempts, and tells what of them is new. */
  async function refresh(ids: readonly number[], position: number): Promise<void> {
    if (ids.length === 0) return;
    const { rows: fresh } = await readBoardRows(deps, { examIds: [examId], selection: { learnersOf: ids } });
    seq = position;
    const present = new Set(fresh.flatMap(({ id, earlier }) => [id, ...earlier]));
    for (const id of ids) if (!present.has(id) && rows.delete(id)) sendToAll(eventText('gone', { id }));
    for (const row of fresh) {
      row.earlier.forEach((id) => rows.delete(id));
      const text = JSON.stringify(row);
      if (rows.get(row.id)?.text !== text) sendToAll(`event: row\ndata: ${text}\n\n`);
      rows.set(row.id, { row, text });
    }
    tellCounts();
    sendToAll(positionText(seq));
  }

  async function catchUp(): Promise<void> {
    const changes = await listBoardChanges(deps.pool, examId, seq);
    if (changes) {
      await refresh(changes.attemptIds, changes.seq);
    } else {
      takeAll(await readBoardRows(deps, { examIds: [examId], selection: 'everybody' }));
      sendToAll(RESYNC);
    }
  }

  async function lookNow(): Promise<void> {
    const now = deps.clock();
    await refresh(await findChangedByTime(deps.pool, examId, { rows: shown(), since: lookedAt, now }), seq);
    lookedAt = now;
    await refresh(await hearPages(deps.pool, shown()), seq);
    const told = findSilences(shown(), now);
    if (told.length > 0) sendToAll(eventText('heard', told));
    tellCounts();
  }

  const findMissed = async (since: number | null) =>
    since === null ? { attemptIds: [] } : await listBoardChanges(deps.pool, examId, since);

  takeAll(first);
  return {
    async join(viewer, since) {
      joining += 1;
      const missed = await findMissed(since).finally(() => {
        joining -= 1;
      });
      // From here to the end nothing else runs, so that no change falls between.
      if (missed === null) viewer.send(RESYNC);
      for (const id of missed?.attemptIds ?? []) {
        const known = rows.get(id);
        viewer.send(known ? eventText('row', known.row) : eventText('gone', { id }));
      }
      viewer.send(counts + (deps.clock() - progress.at < TOLD_MS ? progress.text : '') + positionText(seq));
      viewers.add(viewer);
      // Without anybody there, what changed was not read.
      if (viewers.size === 1) turns.catchUpIn(TOGETHER_MS);
    },
    leave: (viewer) => void viewers.delete(viewer),
    hasViewers,
    async read(now) {
      if (now - wholeAt > KNOWN_MS) return null;
      await turns.take(async () => {
        await catchUp();
        if (now - lookedAt >= LOOK_MS) await lookNow();
      });
      return turns.haveFailed() ? null : { seq, rows: shown() };
    },
    wake() {
      if (hasViewers()) turns.catchUpIn(TOGETHER_MS);
    },
    async look() {
      if (hasViewers()) await turns.take(lookNow);
    },
    sendToAll,
    tellProgress(text) {
      progress = { text, at: deps.clock() };
      sendToAll(text);
    },
    isCurrent: () => !turns.haveFailed(),
    close() {
      turns.close();
      viewers.forEach((viewer) => viewer.end());
      viewers.clear();
    },
  };
}
