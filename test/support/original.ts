import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import { numberPlaces } from '../../manage/import/source/postgres.ts';
import { createTables, MARIADB, POSTGRES, type Dialect, type Version } from './original-tables.ts';

type Cell = string | number | boolean | Date | Buffer | null;
type Row = Record<string, Cell>;

const PREFIX = 'proctoring_proctoredexam';
export const MINUTE = 60_000;
const COURSE = 'course-v1:Old+Site+2030';

/** The tables of an edx-proctoring, and rows in them as it writes them. */
export interface Original {
  url: string;
  insert: (table: string, row: Row) => Promise<void>;
  run: (text: string, values?: readonly (string | number)[]) => Promise<void>;
  close: () => Promise<void>;
}

async function fill(
  version: Version,
  dialect: Dialect,
  run: (text: string, values?: readonly Cell[]) => Promise<unknown>,
) {
  for (const statement of createTables(version, dialect)) await run(statement);
  return async (table: string, row: Row) => {
    const names = Object.keys(row);
    const columns = names.map(dialect.quote).join(', ');
    await run(`insert into ${table} (${columns}) values (${names.map(() => '?').join(', ')})`, Object.values(row));
  };
}

/** Makes the tables in an empty Postgres database. */
export async function originalOnPostgres(url: string, version: Version = '6.1'): Promise<Original> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const run = async (text: string, values: readonly Cell[] = []) => {
    await client.query(numberPlaces(text, values as readonly string[]));
  };
  return { url, run, insert: await fill(version, POSTGRES, run), close: () => client.end() };
}

/** Makes the tables in an empty MariaDB database. */
export async function originalOnMariadb(url: string, version: Version = '6.1'): Promise<Original> {
  const connection = await createConnection({ uri: url, timezone: 'Z' });
  const run = async (text: string, values: readonly Cell[] = []) => {
    await connection.query(text, [...values]);
  };
  return { url, run, insert: await fill(version, MARIADB, run), close: () => connection.end() };
}

const saved = (at: Date) => ({ created: at, modified: at });

/** A learner, or another person of the LMS. */
export async function addUser({ insert }: Original, id: number, username: string): Promise<void> {
  const names = { first_name: '', last_name: '', is_active: true, is_staff: false };
  await insert('auth_user', { id, username, email: `${username}@example.com`, ...names });
  await insert('auth_userprofile', { user_id: id, name: `${username} Learner` });
}

/** A timed exam of an hour, unless told otherwise. */
export async function addExam({ insert }: Original, id: number, at: Date, changed: Row = {}): Promise<void> {
  await insert(PREFIX, {
    id,
    ...saved(at),
    course_id: COURSE,
    content_id: `block-v1:Old+Site+2030+type@sequential+block@${id}`,
    external_id: null,
    exam_name: `Exam ${id}`,
    time_limit_mins: 60,
    due_date: null,
    is_proctored: false,
    is_practice_exam: false,
    is_active: true,
    hide_after_due: false,
    backend: 'null',
    ...changed,
  });
}

/** The code of an attempt of that id. */
export const codeOf = (id: number) => `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`;

const RESUME = { time_remaining_seconds: null, is_resumable: false, ready_to_resume: false, resumed: false };

function attemptCells(id: number, at: Date, { userId, examId }: { userId: number; examId: number }, changed: Row): Row {
  return {
    id,
    ...saved(at),
    started_at: null,
    completed_at: null,
    attempt_code: codeOf(id),
    external_id: null,
    allowed_time_limit_mins: null,
    status: 'created',
    taking_as_proctored: false,
    is_sample_attempt: false,
    review_policy_id: null,
    proctored_exam_id: examId,
    user_id: userId,
    is_status_acknowledged: false,
    ...changed,
  };
}

export interface AttemptOf {
  id: number;
  at: Date;
  userId: number;
  examId: number;
  /** What differs from one that was only created. */
  cells?: Row;
  /** Statuses before the last one, with when each came about and who made it. */
  history?: readonly { status: string; at: Date; by?: number }[];
  version?: Version;
}

/** An attempt of the newer versions with its snapshots. */
export async function addAttempt(original: Original, attempt: AttemptOf): Promise<void> {
  const { id, at, cells = {}, history = [], version = '6.1' } = attempt;
  const row = attemptCells(id, at, attempt, { ...(version === '6.1' && RESUME), ...cells });
  await original.insert(`${PREFIX}studentattempt`, row);
  await addSnapshots(original, row, history);
}

/** An attempt of the newer versions that was removed at `removedAt`. */
export async function addRemovedAttempt(original: Original, attempt: AttemptOf, removedAt: Date): Promise<void> {
  const { id, at, cells = {}, history = [] } = attempt;
  const row = attemptCells(id, at, attempt, { ...RESUME, ...cells });
  await addSnapshots(original, row, history);
  const removal = { history_id: id * 100 + 99, history_date: removedAt, history_type: '-', history_user_id: null };
  await original.insert(`${PREFIX}studentattempt_history`, { ...row, ...removal });
}

async function addSnapshots({ insert }: Original, row: Row, history: NonNullable<AttemptOf['history']>): Promise<void> {
  for (const [place, { status, at, by }] of history.entries()) {
    const snapshot = {
      history_id: Number(row['id']) * 100 + place,
      history_date: at,
      history_type: place === 0 ? '+' : '~',
      history_user_id: by ?? null,
    };
    await insert(`${PREFIX}studentattempt_history`, { ...row, status, ...snapshot });
  }
}

/** What older versions archived of an attempt when its status changed at `at`. */
export async function addArchived({ insert }: Original, id: number, at: Date, attempt: AttemptOf): Promise<void> {
  const { is_status_acknowledged: _, ...row } = attemptCells(id, at, attempt, attempt.cells ?? {});
  await insert(`${PREFIX}studentattempthistory`, { ...row, attempt_id: attempt.id, attempt_code: codeOf(attempt.id) });
}

export interface ReviewOf {
  id: number;
  attemptId: number;
  at: Date;
  status: string;
  by?: number;
  examId: number;
  userId: number;
  cells?: Row;
}

function reviewCells({ id, attemptId, at, status, by, examId, userId, cells = {} }: ReviewOf): Row {
  return {
    id,
    ...saved(at),
    attempt_code: codeOf(attemptId),
    review_status: status,
    raw_data: '{"examMetaData": {}}',
    exam_id: examId,
    student_id: userId,
    reviewed_by_id: by ?? null,
    ...cells,
  };
}

export const addReview = ({ insert }: Original, review: ReviewOf) =>
  insert(`${PREFIX}softwaresecurereview`, reviewCells(review));

/** What a review was until `at`. */
export const addPastReview = ({ insert }: Original, review: ReviewOf) =>
  insert(`${PREFIX}softwaresecurereviewhistory`, reviewCells(review));

export async function addComment({ insert }: Original, id: number, reviewId: number, at: Date, comment: string) {
  const times = { start_time: 1, stop_time: 2, duration: 1 };
  await insert(`${PREFIX}studentattemptcomment`, {
    id,
    ...saved(at),
    ...times,
    comment,
    status: 'Suspicious',
    review_id: reviewId,
  });
}

export async function addAllowance(
  { insert }: Original,
  { id, at, userId, examId, minutes }: { id: number; at: Date; userId: number; examId: number; minutes: number },
): Promise<void> {
  const cells = { key: 'additional_time_granted', value: String(minutes), proctored_exam_id: examId, user_id: userId };
  await insert(`${PREFIX}studentallowance`, { id, ...saved(at), ...cells });
}

export async function addPolicy({ insert }: Original, id: number, examId: number, by: number, at: Date): Promise<void> {
  await insert(`${PREFIX}reviewpolicy`, {
    id,
    ...saved(at),
    review_policy: 'No phones.',
    proctored_exam_id: examId,
    set_by_user_id: by,
  });
}
