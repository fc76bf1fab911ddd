import type { BoardRow } from '../schemas/console/row.ts';

const SECOND = 1000;
/** A page sends a sign of life every minute, and its way here may take some seconds. */
const BOUNDS = [70 * SECOND, 90 * SECOND];

/** How long an attempt has been silent, as a step of a stair: 0 is not at all. */
function stepOf(silence: number, windowMs: number | null): number {
  return [...BOUNDS, windowMs ?? Number.POSITIVE_INFINITY].filter((bound) => silence > bound).length;
}

/**
 * Finds the attempts that have gone up or down a step of silence since it was asked last, as pairs of id and last sign of
 * life. Viewers are told of these alone: of a healthy exam nothing.
 */
export function createSilences(windowMs: number | null) {
  const steps = new Map<number, number>();
  return (rows: Iterable<BoardRow>, now: number): [number, number][] => {
    const told: [number, number][] = [];
    for (const { id, heard } of rows) {
      if (heard === null) {
        steps.delete(id);
        continue;
      }
      const step = stepOf(now - heard, windowMs);
      if (step !== (steps.get(id) ?? 0)) told.push([id, heard]);
      steps.set(id, step);
    }
    return told;
  };
}
