import { listActiveExams } from '../../../db/exams.ts';
import { countAllowancesOfCourse, listAllowancesInOrder } from '../../../db/instructor-lists.ts';
import { findPerson, findPersonByNameOrEmail } from '../../../db/people.ts';
import { examTypeOf } from '../../../vendors/exam-facts.ts';
import { isBulkValueValid, setAllowances } from '../../allowances/bulk.ts';
import { dropAllowance } from '../../allowances/set-allowance.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import { grantedExamOf } from '../../permissions/granted.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { MOST_PAIRS } from '../../schemas/allowance.ts';
import { fieldErrorsSchema } from '../../schemas/exam.ts';
import {
  grantedAllowances,
  instructorAllowanceGrant,
  instructorAllowanceRemoval,
  instructorAllowances,
  instructorAllowancesQuery,
  removedAllowances,
} from '../../schemas/instructor.ts';
import { pageOf } from '../../schemas/pages.ts';
import { courseParams, examInCourse } from '../../schemas/params.ts';
import { ownAddress } from '../../own-url.ts';
import { wireInstructorAllowance, wirePage } from '../../wire/instructor.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

const BASE = '/courses/:course/special_exams';
const NOBODY = 'There is no such learner or no such active exam.';

const wrong = (field: string, message: string) => new ApiError('validation_failed', { body: { [field]: [message] } });

/** The allowances of a course, as the dashboard shows and grants them. */
export function instructorAllowanceList(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths(`${BASE}/allowances`)) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff' },
        schema: {
          hide,
          summary: 'List the allowances of a course for the instructor dashboard',
          description:
            'On active exams, as they were granted or as `ordering` says. A page that is too high is the last one.',
          operationId: 'listInstructorAllowances',
          params: courseParams,
          querystring: instructorAllowancesQuery,
          response: { 200: instructorAllowances.describe('The page') },
        },
      },
      async (request) => {
        const { page: wanted, page_size: size, search, ordering } = request.query;
        const { course } = request.params;
        const filter = { courseId: course, search };
        noteRead(request, 'allowances.list', { course_id: course });
        const [count, exams] = await Promise.all([
          countAllowancesOfCourse(deps.pool, filter),
          listActiveExams(deps.pool, course),
        ]);
        const page = pageOf(count, wanted, size);
        const rows = await listAllowancesInOrder(deps.pool, filter, ordering, { limit: size, offset: page.offset });
        const byId = new Map(exams.map((exam) => [exam.id, exam]));
        return {
          ...wirePage(ownAddress(deps.config, request), count, page),
          results: rows.flatMap((row) => {
            const exam = byId.get(row.examId);
            return exam ? [wireInstructorAllowance(row, exam, examTypeOf(deps.vendors, exam))] : [];
          }),
        };
      },
    );
    app.post(
      url,
      {
        attachValidation: true,
        config: { scope: 'courseStaff', fieldErrors: true },
        schema: {
          hide,
          summary: 'Grant an allowance to learners on exams',
          description: `Says of each pair whether it was granted. At most ${MOST_PAIRS} pairs of exam and learner at a time. Running exams get their extra time within seconds.`,
          operationId: 'grantInstructorAllowances',
          params: courseParams,
          body: instructorAllowanceGrant,
          response: { 200: grantedAllowances.describe('What became of each pair'), 400: fieldErrorsSchema },
        },
      },
      async (request) => {
        const { exam_ids: examIds, user_ids: users, allowance_type: type, value } = request.body;
        if (examIds.length * users.length > MOST_PAIRS)
          throw wrong('user_ids', `At most ${MOST_PAIRS} pairs at a time.`);
        const wish = { examIds: examIds.map(String), users, type, value };
        const granting = { ...wish, courseId: request.params.course, by: callerOf(request).userId };
        if (!isBulkValueValid(granting)) throw wrong('value', 'Enter a valid number.');
        const pairs = await setAllowances(deps, granting);
        return {
          allowance_type: type,
          value,
          results: pairs.map(({ examId, user, isStored }) => ({
            identifier: user,
            exam_id: Number(examId),
            success: isStored,
            ...(!isStored && { error: NOBODY }),
          })),
        };
      },
    );
  }
}

/** Takes an allowance from learners; one that they do not have counts as taken. */
export function instructorAllowanceRemovals(app: App, deps: AppDeps): void {
  const findNamed = (identifier: string | number) =>
    typeof identifier === 'number' ? findPerson(deps.pool, identifier) : findPersonByNameOrEmail(deps.pool, identifier);
  for (const { url, hide } of coursePaths(`${BASE}/:exam_id(^\\d+$)/allowance`)) {
    app.delete(
      url,
      {
        attachValidation: true,
        config: {
          scope: 'courseStaff',
          fieldErrors: true,
          errors: ['exam_not_found'],
          statuses: { exam_not_found: 404 },
        },
        schema: {
          hide,
          summary: 'Remove an allowance of learners on an exam',
          description:
            'Says of each learner whether it is gone. Time that was granted to a running exam is not taken back.',
          operationId: 'removeInstructorAllowances',
          params: examInCourse,
          body: instructorAllowanceRemoval,
          response: { 200: removedAllowances.describe('Whether the allowances are gone'), 400: fieldErrorsSchema },
        },
      },
      async (request) => {
        const examId = grantedExamOf(request).id;
        const { user_ids: identifiers, allowance_type: key } = request.body;
        const by = callerOf(request).userId;
        const results = [];
        const subjects = [];
        for (const identifier of identifiers) {
          const person = await findNamed(identifier);
          const subject = person && (await dropAllowance(deps, { examId, userId: person.id, key, by }));
          if (subject) subjects.push(subject);
          results.push({ identifier, success: person !== null, ...(!person && { error: NOBODY }) });
        }
        if (subjects.length > 0) await deps.changes.deliver(subjects);
        return { allowance_type: key, results };
      },
    );
  }
}
