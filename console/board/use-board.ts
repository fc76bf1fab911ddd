import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Row } from '../api/shapes.ts';
import { serverNow } from '../time/server-clock.ts';
import { useNow } from '../time/ticker.ts';
import { BoardConnection, type Liveness } from './connection.ts';
import { rankRows, type RankedRow } from './order.ts';
import { BoardStore, type BoardHead } from './store.ts';

const RANKED_EVERY_MS = 5_000;
const REPAINT_MS = 100;

function createStore(): BoardStore {
  return new BoardStore({ schedule: (work) => void setTimeout(work, REPAINT_MS), now: serverNow });
}

/** A board that is kept up to date while it is shown. */
export function useBoard(course: string, exam: number) {
  const board = `${course} ${exam}`;
  const [{ store, of }, setStore] = useState(() => ({ store: createStore(), of: board }));
  if (of !== board) setStore({ store: createStore(), of: board });
  const [liveness, setLiveness] = useState<Liveness>({ how: 'loading', heardAt: null, error: null });
  const connection = useRef<BoardConnection | null>(null);
  useEffect(() => {
    const opened = new BoardConnection({ course, exam }, store, setLiveness);
    connection.current = opened;
    return () => opened.close();
  }, [course, exam, store]);
  const reload = useCallback(() => connection.current?.reload(), []);
  return { store, liveness, reload };
}

/** How long a page may be silent on this board, in milliseconds. */
export function silentAfterMs(store: BoardStore): number {
  const seconds = store.head?.exam.silent_after_seconds ?? null;
  return seconds === null ? Number.POSITIVE_INFINITY : seconds * 1000;
}

/** Exam, groups and counts; null until the board is there. */
export function useHead(store: BoardStore): BoardHead | null {
  const subscribe = useCallback((listener: () => void) => store.subscribeToList(listener), [store]);
  return useSyncExternalStore(subscribe, () => store.head);
}

/**
 * All rows that are there with what they need attention for; made anew with changes, and every few seconds. The list follows the rows in
 * sight a moment later, in pieces of work that let a hand and the clocks through.
 */
export function useRankedRows(store: BoardStore): { ranked: readonly RankedRow[]; isWhole: boolean } {
  const subscribe = useCallback((listener: () => void) => store.subscribeToList(listener), [store]);
  const latest = useSyncExternalStore(subscribe, () => store.version);
  const deferred = useDeferredValue(latest);
  // Before the first rows there is nothing that could be shown meanwhile.
  const version = deferred === 0 ? latest : deferred;
  const now = useNow(RANKED_EVERY_MS);
  return useMemo(() => {
    const heardAt = (row: Row) => store.heardAt(row, now);
    const ranked = rankRows(store.rows, { heardAt, now, silentAfterMs: silentAfterMs(store) });
    return { ranked, isWhole: store.isWhole };
    // oxlint-disable-next-line react/exhaustive-deps -- the version stands for what is in the store
  }, [store, version, now]);
}

/** One row; its component repaints when this row changes. */
export function useRow(store: BoardStore, id: number): Row | undefined {
  const subscribe = useCallback((listener: () => void) => store.subscribeToRow(id, listener), [store, id]);
  return useSyncExternalStore(subscribe, () => store.row(id));
}
