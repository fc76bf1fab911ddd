import type { BoardRow } from '../schemas/console/row.ts';
import type { Viewer } from './viewer.ts';

/** What is on boards; instants in epoch milliseconds. */
export interface BoardReading {
  /** Position in the sequence of changes up to which the rows are complete. */
  seq: number;
  /** Since when the sitting is paused, for those too who begin later. */
  pausedSince: number | null;
  rows: BoardRow[];
}

/** The exams that somebody watches through this process. */
export interface Boards {
  /**
   * Everybody's rows at `now`, or as of a moment ago. Viewers who come at once, as after a restart, share a reading; of a board
   * that somebody looks at, or has just left, only what changed is read.
   */
  read(examId: number, now: number): Promise<BoardReading>;
  /**
   * Adds a viewer to an exam who has seen what was before the position `since`, or has just read the board if that is
   * null; answers how to take them away again.
   */
  watch(exam: { id: number; backend: string | null }, viewer: Viewer, since: number | null): Promise<() => void>;
  /** Ends all streams. */
  close(): Promise<void>;
}
