import { createContext, use } from 'react';
import type { ExamOfBoard, Row } from '../api/shapes.ts';
import type { ActName } from './names.ts';
import type { Payload } from './payload.ts';

export interface Acts {
  /** Opens the form of an act, filled in with `payload` where it is given. */
  ask: (act: ActName, row: Row, payload?: Payload) => void;
}

/** What a page tells the acts on it. */
export interface Surroundings {
  course: string;
  exam: ExamOfBoard | null;
  /** Takes a row as an answer has it. */
  onRow: (row: Row) => void;
  /** When the page last heard from the service, while it is out of date; null while it is current. Epoch milliseconds. */
  staleSince?: () => number | null;
}

export const ActsContext = createContext<
  ((act: ActName, row: Row, around: Surroundings, payload?: Payload) => void) | null
>(null);
export const SurroundingsContext = createContext<Surroundings>({ course: '', exam: null, onRow: () => {} });

/** The acts of the page. */
export function useActs(): Acts {
  const ask = use(ActsContext);
  const around = use(SurroundingsContext);
  return { ask: (act, row, payload) => ask?.(act, row, around, payload) };
}
