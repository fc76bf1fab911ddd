import { PHASES, type Phase } from '../../rules/board/phases.ts';
import type { BoardGroup, Counts, ExamBoard, ExamOfBoard, Row } from '../api/shapes.ts';
import { MovedEnds } from './moved-ends.ts';

type Listener = () => void;

const NO_COUNTS = { ...(Object.fromEntries(PHASES.map((phase) => [phase, 0])) as Record<Phase, number>), trouble: 0 };

/** What the head of a board shows. */
export interface BoardHead {
  exam: ExamOfBoard;
  groups: readonly BoardGroup[];
  counts: Counts;
}

/** How far a bulk act is that is for rows of the board. */
export interface BulkProgress {
  bulk_id: string;
  done: number;
  failed: number;
}

export interface StoreOptions {
  /** Runs what it is given a little later, so that many changes make one repaint. */
  schedule: (work: () => void) => void;
  /** The service's time, epoch milliseconds. */
  now: () => number;
}

/**
 * Whoever was heard from since then is not silent, and stays so until the service says otherwise. A page sends a sign of
 * life every minute, and it takes some seconds.
 */
const FRESH_MS = 70_000;

/**
 * The rows of one board as the service last said them. Every row has its own subscribers, so that a change of one
 * repaints one; those of the list hear of all changes together.
 */
export class BoardStore {
  readonly #rows = new Map<number, Row>();
  readonly #gone = new Set<number>();
  readonly #rowListeners = new Map<number, Set<Listener>>();
  readonly #listListeners = new Set<Listener>();
  readonly #changed = new Set<number>();
  readonly #fresh = new Set<number>();
  readonly movedEnds = new MovedEnds();
  readonly #options: StoreOptions;
  #isScheduled = false;
  #version = 0;
  #head: BoardHead | null = null;
  #isWhole = false;
  #progress: BulkProgress | null = null;
  /** Position in the sequence of changes, for a poll. */
  seq = 0;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  get head(): BoardHead | null {
    return this.#head;
  }

  /** Whether all rows are there; at first there may be only those that come first. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** The bulk act that was heard of last; null if there is none to tell of. */
  get progress(): BulkProgress | null {
    return this.#progress;
  }

  /** Counts the changes that were announced; a snapshot for React. */
  get version(): number {
    return this.#version;
  }

  /** The rows of the board, without those that have gone. */
  get rows(): Row[] {
    return [...this.#rows.values()].filter(({ id }) => !this.#gone.has(id));
  }

  get size(): number {
    return this.#rows.size - this.#gone.size;
  }

  /** A row that is no longer on the board is still known, for a list that is not to move. */
  row(id: number): Row | undefined {
    return this.#rows.get(id);
  }

  isGone(id: number): boolean {
    return this.#gone.has(id);
  }

  /**
   * When a row's page was last heard from, as of `now`. The service sends only silences that begin or end, so that a page
   * which is heard from is so until told otherwise.
   */
  heardAt(row: Row, now: number): number | null {
    return row.heard !== null && this.#fresh.has(row.id) ? now : row.heard;
  }

  /** Takes a whole board or, if it says what has gone, a part of it: its first rows, or what changed since the last one. */
  load({ seq, server_time: now, exam, groups, counts, rows, gone }: ExamBoard): void {
    this.seq = seq;
    this.#head = { exam, groups, counts: counts ?? this.#head?.counts ?? NO_COUNTS };
    if (gone === null) {
      const kept = new Set(rows.map(({ id }) => id));
      for (const id of this.#rows.keys()) if (!kept.has(id)) this.remove(id);
    }
    for (const row of rows) this.put(row, now);
    for (const id of gone ?? []) this.remove(id);
    const wasWhole = this.#isWhole;
    this.#isWhole ||= gone === null;
    if (wasWhole) this.#announceLater();
    // Somebody waits for the first sight of it.
    else this.#announce();
  }

  /** A row that is older than the known one changes nothing. */
  put(row: Row, now = this.#options.now()): void {
    const known = this.#rows.get(row.id);
    if (known && !this.#gone.has(row.id) && known.v > row.v) return;
    if (known) this.movedEnds.follow(known, row, now);
    this.#rows.set(row.id, row);
    this.#gone.delete(row.id);
    this.#refresh(row, now);
    this.#changed.add(row.id);
    for (const id of row.earlier) if (this.#rows.has(id)) this.remove(id);
    this.#announceLater();
  }

  remove(id: number): void {
    if (!this.#rows.has(id) || this.#gone.has(id)) return;
    this.#gone.add(id);
    this.#changed.add(id);
    this.#announceLater();
  }

  /** Signs of life: pairs of an id and an instant in epoch milliseconds. */
  hear(pairs: readonly (readonly [number, number])[]): void {
    for (const [id, at] of pairs) {
      const row = this.#rows.get(id);
      if (!row) continue;
      const heard = { ...row, heard: at };
      this.#rows.set(id, heard);
      this.#refresh(heard, this.#options.now());
      this.#changed.add(id);
    }
    this.#announceLater();
  }

  count(counts: Counts): void {
    if (!this.#head) return;
    this.#head = { ...this.#head, counts };
    this.#announceLater();
  }

  /** A bulk act has begun here; it may have been heard of already. */
  expect(id: string): void {
    if (this.#progress?.bulk_id !== id) this.follow({ bulk_id: id, done: 0, failed: 0 });
  }

  follow(progress: BulkProgress | null): void {
    this.#progress = progress;
    this.#announceLater();
  }

  subscribeToRow(id: number, listener: Listener): () => void {
    const listeners = this.#rowListeners.get(id) ?? new Set();
    this.#rowListeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#rowListeners.delete(id);
    };
  }

  subscribeToList(listener: Listener): () => void {
    this.#listListeners.add(listener);
    return () => this.#listListeners.delete(listener);
  }

  #refresh({ id, heard }: Row, now: number): void {
    if (heard !== null && now - heard <= FRESH_MS) this.#fresh.add(id);
    else this.#fresh.delete(id);
  }

  #announceLater(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#options.schedule(() => {
      if (this.#isScheduled) this.#announce();
    });
  }

  #announce(): void {
    this.#isScheduled = false;
    this.#version += 1;
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const id of changed) for (const listener of this.#rowListeners.get(id) ?? []) listener();
    for (const listener of this.#listListeners) listener();
  }
}
