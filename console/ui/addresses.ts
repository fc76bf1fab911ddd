/** Below which all addresses of the console are. */
export const BASE = '/console';

/** A course key as part of a path, in which `:` and `+` stay readable. */
const inPath = (course: string) => encodeURIComponent(course).replaceAll('%3A', ':').replaceAll('%2B', '+');

/** A page of a course, below the console's own address. */
export const coursePage = (course: string, page: string) => `/courses/${inPath(course)}/${page}`;

/** The page of a bulk act. */
export const bulkPath = (id: string) => `/bulk/${id}`;

export const boardPath = (course: string, exam: number) => coursePage(course, `exams/${exam}`);

const BOARD = new RegExp(String.raw`^${BASE}/courses/([^/]+)/exams/(\d+)(?:/attempts/\d+)?/?$`);

/** The exam whose board a whole address shows, alone or with an attempt; null if it shows none. */
export function placeOf(pathname: string): { course: string; exam: number } | null {
  const [, course, exam] = BOARD.exec(pathname) ?? [];
  return course === undefined ? null : { course: decodeURIComponent(course), exam: Number(exam) };
}

/** State of an address that opens an attempt beside its board; without it, as by a link, the attempt has the page to itself. */
export const BESIDE_BOARD = { isBesideBoard: true };

export const attemptPath = (course: string, exam: number, id: number) => `${boardPath(course, exam)}/attempts/${id}`;
