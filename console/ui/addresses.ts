/** Below which all addresses of the console are. */
export const BASE = '/console';

/** A course key as part of a path, in which `:` and `+` stay readable. */
const inPath = (course: string) => encodeURIComponent(course).replaceAll('%3A', ':').replaceAll('%2B', '+');

/** A page of a course, below the console's own address. */
export const coursePage = (course: string, page: string) => `/courses/${inPath(course)}/${page}`;

/** The page of a bulk act. */
export const bulkPath = (id: string) => `/bulk/${id}`;

export const boardPath = (course: string, exam: number) => coursePage(course, `exams/${exam}`);

/** State of an address that opens an attempt beside its board; without it, as by a link, the attempt has the page to itself. */
export const BESIDE_BOARD = { isBesideBoard: true };

export const attemptPath = (course: string, exam: number, id: number) => `${boardPath(course, exam)}/attempts/${id}`;
