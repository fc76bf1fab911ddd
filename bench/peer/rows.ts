import { CHANGES } from './changes.ts';
import { READS } from './reads.ts';
import type { Row } from './row.ts';

/** All rows in the order in which they are measured. */
export const ROWS: readonly Row[] = [...READS, ...CHANGES];
