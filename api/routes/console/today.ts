import { listExamsOfPeriod } from '../../../db/board.ts';
import { listExamsByIds, type Exam } from '../../../db/exams.ts';
import { examTypeOf, vendorOf } from '../../../vendors/exam-facts.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { Caller } from '../../auth/caller.ts';
import { countRows } from '../../board/counts.ts';
import { readBoardRows, silentAfter } from '../../board/rows.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { today as answer } from '../../schemas/console/board.ts';
import { courseKey } from '../../schemas/fields.ts';
import { query } from '../../schemas/console/query.ts';
import { millisInQuery } from '../../schemas/console/fields.ts';
import type { BoardRow } from '../../schemas/console/row.ts';
import { isTeamOf } from '../../permissions/course.ts';
import type { App } from '../app-instance.ts';

const HOUR = 60 * 60 * 1000;

/** The courses whose exams the caller may see: those that the sign-in names, and the one asked for if they are staff of it. */
async function coursesOf(caller: Caller, asked: string | undefined): Promise<readonly string[] | 'all'> {
  if (asked !== undefined) return (await isTeamOf(caller, asked)) ? [asked] : [];
  if (caller.isGlobalStaff) return 'all';
  return caller.courseRoles.map(({ course }) => course);
}

function examOfToday(deps: AppDeps, exam: Exam, rows: readonly BoardRow[]) {
  const counts = countRows(rows, deps.clock(), silentAfter(deps, vendorOf(deps.vendors, exam)?.name ?? null));
  const ends = rows.flatMap((row) => row.ends ?? []).toSorted((one, other) => one - other);
  return {
    exam: { id: exam.id, name: exam.examName, type: examTypeOf(deps.vendors, exam), due_at: exam.dueDate },
    course: exam.courseId,
    counts,
    trouble: counts.trouble,
    first_end: ends[0] ?? null,
    last_end: ends.at(-1) ?? null,
    refused_effects: rows.reduce((sum, { effects: [, refused] }) => sum + refused, 0),
  };
}

/** The exams of the day, for whoever has something to do with them; three statements, however many exams there are. */
export function today(app: App, deps: AppDeps): void {
  app.get(
    '/board',
    {
      config: { scope: 'signedIn' },
      schema: {
        summary: 'List the exams of today with how their learners are',
        description:
          'Of the courses in which the sign-in names a role, or of `course`; for global staff of all. Exams that run, those with ' +
          'attempts in the period, and those that are due in it; at most 100.',
        operationId: 'getToday',
        querystring: query({
          from: millisInQuery('Start of the period; 12 hours ago unless said otherwise').optional(),
          to: millisInQuery('End of the period; in 24 hours unless said otherwise').optional(),
          course: courseKey.optional().describe('Course key; only its exams'),
        }),
        response: { 200: answer.describe('The exams, those that are due first') },
      },
    },
    async (request) => {
      const now = deps.clock();
      const { from = now - 12 * HOUR, to = now + 24 * HOUR, course } = request.query;
      const courses = await coursesOf(callerOf(request), course);
      if (courses.length === 0) return [];
      const ids = await listExamsOfPeriod(deps.pool, { courses, from, to });
      const exams = new Map((await listExamsByIds(deps.pool, ids)).map((exam) => [exam.id, exam]));
      const { rows } = await readBoardRows(deps, { examIds: ids, selection: 'everybody' });
      const byExam = Map.groupBy(rows, ({ exam }) => exam);
      return ids.flatMap((id) => {
        const exam = exams.get(id);
        return exam ? [examOfToday(deps, exam, byExam.get(id) ?? [])] : [];
      });
    },
  );
}
