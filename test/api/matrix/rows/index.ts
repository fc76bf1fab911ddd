// How each route is asked, so that only the caller decides the answer. Who may is what its scope says.
import { EDX_PROCTORING_ROWS } from './edx-proctoring.ts';
import { EXAMS_ROWS } from './exams.ts';
import { OPEN_ROWS } from './open.ts';
import { OWN_ROWS } from './own.ts';
import type { Row } from './row.ts';

/** A row for every route, by method and address. */
export const ROWS: Record<string, Row> = { ...EDX_PROCTORING_ROWS, ...EXAMS_ROWS, ...OWN_ROWS, ...OPEN_ROWS };

/** The name of an address in the table: without patterns, and with a course in one segment. */
export const nameOf = (url: string) => url.replaceAll(/\(\^.*?\$\)/g, '').replace('/:org/:number/:run', '/:course');
