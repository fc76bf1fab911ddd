import 'vitest';

/** How much a test of the matrix has tried. */
export interface Tally {
  /** What was tried, in words. */
  part: string;
  requests: number;
  letIn: number;
  refused: number;
  /** How often the state was compared with how it was before. */
  comparisons: number;
}

declare module 'vitest' {
  interface TaskMeta {
    tally?: Tally;
  }
}

/** The tally of a test, which goes with its result. */
export function beginTally({ meta }: { meta: { tally?: Tally } }, part: string): Tally {
  return (meta.tally = { part, requests: 0, letIn: 0, refused: 0, comparisons: 0 });
}
