import { z } from 'zod';
import { listCourseAllowances, type CourseAllowanceRow } from '../../../db/course-allowances.ts';
import { findExam, listActiveExams } from '../../../db/exams.ts';
import { findMistake, MISTAKES, settingOf, writtenAs } from '../../allowances/check-entry.ts';
import { carryOutPlan, planAllowances, wirePlan } from '../../allowances/plan.ts';
import { dropAllowance, storeAllowance } from '../../allowances/set-allowance.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import { throwIfInvalid } from '../../errors/throw-if-invalid.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { callerOf } from '../../plugins/authentication.ts';
import * as schemas from '../../schemas/console/allowances.ts';
import { digits, pageSize } from '../../schemas/console/fields.ts';
import { noQuery, query } from '../../schemas/console/query.ts';
import { courseParams } from '../../schemas/params.ts';
import { keyOfKind, KINDS } from '../../wire/allowance.ts';
import { wireCourseAllowance } from '../../wire/course-allowance.ts';
import { wireTimeOrNull } from '../../wire/time.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

const LIST = '/courses/:course/allowances';
const ONE = `${LIST}/:allowance_id(^\\d+$)`;

/** How a kind of the console is stored. */
function storedAs(kind: string | undefined) {
  if (kind === undefined) return { key: kind };
  const key = keyOfKind(kind);
  return key === KINDS.minutes && key !== kind ? { key, isFactor: kind === 'multiplier' } : { key };
}

function listAllowances(app: App, { pool, config }: AppDeps): void {
  for (const { url, hide } of coursePaths(LIST)) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff' },
        schema: {
          hide,
          summary: 'List the allowances of a course with who granted them and why',
          description: 'Page by page. Factors are shown as they were granted, beside the minutes that they came to.',
          operationId: 'listCourseAllowances',
          params: courseParams,
          querystring: query({
            exam: digits.optional().describe('Id of an exam; only its allowances'),
            kind: z.string().max(255).optional().describe('Only allowances of that kind'),
            q: z.string().min(1).max(255).optional().describe('Part of a user name or email address, in any case'),
            cursor: digits.optional().describe('`next` of the page before'),
            limit: pageSize,
          }),
          response: { 200: schemas.allowancePage.describe('The page') },
        },
      },
      async (request) => {
        const { course: courseId } = request.params;
        const { exam: examId, kind, q: search, cursor: after = 0, limit } = request.query;
        noteRead(request, 'allowances.list', { course_id: courseId });
        const filter = { courseId, examId, ...storedAs(kind), search, after };
        const [rows, exams] = await Promise.all([
          listCourseAllowances(pool, filter, limit),
          listActiveExams(pool, courseId),
        ]);
        return {
          exams: exams.map(({ id, examName, timeLimitMins, dueDate }) => ({
            id,
            name: examName,
            time_limit_minutes: timeLimitMins,
            due_at: wireTimeOrNull(dueDate),
          })),
          allowances: rows.map((row) => wireCourseAllowance(row, config.site.timeZone)),
          next: rows.length < limit ? null : String(rows.at(-1)?.id),
        };
      },
    );
  }
}

function grantAllowances(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths(LIST)) {
    app.post(
      url,
      {
        config: { scope: 'courseStaff', errors: ['too_many_allowances'] },
        attachValidation: true,
        schema: {
          hide,
          summary: 'Grant something to several learners on several exams',
          description:
            'What cannot be granted is left out. Running exams get their time within seconds, and only ever later ends.',
          operationId: 'grantAllowances',
          params: courseParams,
          querystring: noQuery,
          body: schemas.newAllowances,
          response: { 200: schemas.allowancePlan.describe('What came of each pair') },
        },
      },
      async (request) => {
        const { learners, exams, kind, value, reason = '', expires_on = '', dry_run: isDryRun } = request.body;
        const pairs = learners.flatMap((learner) => (exams ?? ['']).map((exam) => ({ learner, exam: String(exam) })));
        const entries = pairs.map((pair, index) => ({ line: index + 1, ...pair, kind, value, reason, expires_on }));
        const plan = await planAllowances(deps, request.params.course, entries);
        if (!isDryRun) await carryOutPlan(deps, plan, callerOf(request).userId);
        return wirePlan(plan);
      },
    );
  }
}

/** The allowance of that id; throws `allowance_not_found` for one of another course too. */
async function readAllowance({ pool }: AppDeps, courseId: string, id: number): Promise<CourseAllowanceRow> {
  const [row] = await listCourseAllowances(pool, { courseId, id, after: 0 }, 1);
  if (!row) throw new ApiError('allowance_not_found');
  return row;
}

function changeAllowance(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths(ONE)) {
    app.patch(
      url,
      {
        config: { scope: 'courseStaff', errors: ['allowance_not_found'] },
        attachValidation: true,
        schema: {
          hide,
          summary: 'Change what an allowance grants, why, or until when',
          description: 'A running clock gets more time at once, but what it has already is not taken back.',
          operationId: 'changeAllowance',
          params: schemas.allowanceInCourse,
          querystring: noQuery,
          body: schemas.allowanceChange,
          response: { 200: schemas.courseAllowance.describe('The allowance as it is now') },
        },
      },
      async (request) => {
        const { course, allowance_id: id } = request.params;
        const { timeZone } = deps.config.site;
        const before = await readAllowance(deps, course, id);
        const { value, reason, expires_on: day } = request.body;
        const entry = {
          line: 1,
          ...writtenAs(wireCourseAllowance(before, timeZone)),
          ...(value !== undefined && { value }),
          ...(reason !== undefined && { reason: reason ?? '' }),
          ...(day !== undefined && { expires_on: day ?? '' }),
        };
        const exam = await findExam(deps.pool, before.examId);
        if (!exam) throw new ApiError('allowance_not_found');
        const setting = findMistake(entry) ?? settingOf(entry, exam, before.learner.id, timeZone);
        if (typeof setting === 'string') throw new ApiError('validation_failed', { detail: MISTAKES[setting].message });
        const subject = await storeAllowance(deps, { ...setting, by: callerOf(request).userId });
        await deps.changes.deliver([subject]);
        return wireCourseAllowance(await readAllowance(deps, course, id), timeZone);
      },
    );
  }
}

function removeAllowance(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths(ONE)) {
    app.delete(
      url,
      {
        config: { scope: 'courseStaff', errors: ['allowance_not_found'] },
        attachValidation: true,
        schema: {
          hide,
          summary: 'Remove an allowance',
          description: 'A clock that runs keeps the time that it has.',
          operationId: 'removeCourseAllowance',
          params: schemas.allowanceInCourse,
          querystring: noQuery,
          body: schemas.allowanceRemovalReason,
          response: {
            200: z
              .object({ removed: z.literal(true).describe('Always true') })
              .meta({ description: 'It is removed', example: { removed: true } }),
          },
        },
      },
      async (request) => {
        throwIfInvalid(request, 'querystring');
        const { course, allowance_id: id } = request.params;
        const { examId, learner, key } = await readAllowance(deps, course, id);
        const { reason = null } = request.body;
        const by = callerOf(request).userId;
        const subject = await dropAllowance(deps, { examId, userId: learner.id, key, by, reason });
        if (subject) await deps.changes.deliver([subject]);
        return { removed: true as const };
      },
    );
  }
}

/** What learners are allowed: who granted it, why and until when. */
export function courseAllowances(app: App, deps: AppDeps): void {
  listAllowances(app, deps);
  grantAllowances(app, deps);
  changeAllowance(app, deps);
  removeAllowance(app, deps);
}
