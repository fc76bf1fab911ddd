import { z } from 'zod';
import { listActiveExams } from '../../../db/exams.ts';
import type { PlatformProctoring } from '../../../lms/platform/port.ts';
import { FLAGS_OF_TYPE, isExamType } from '../../../rules/exam.ts';
import { examTypeOf } from '../../../vendors/exam-facts.ts';
import type { AppDeps } from '../../app-deps.ts';
import { readItems } from '../../errors/list-errors.ts';
import { askPlatform } from '../../exams/ask-platform.ts';
import { findOwner } from '../../exams/own-courses.ts';
import { setCourseExams } from '../../exams/set-course-exams.ts';
import { EXAM } from '../../schemas/examples.ts';
import { courseExam, courseExamItem, listErrors } from '../../schemas/exams/exam.ts';
import { courseParams } from '../../schemas/params.ts';
import { wireCourseExam } from '../../wire/exams/exam.ts';
import type { App } from '../app-instance.ts';
import { coursePaths, openPaths } from '../course-paths.ts';

/** An item with the flags that edx-proctoring has for its type. */
function flagged(item: object): object {
  const { exam_type: type } = item as { exam_type?: unknown };
  if (!isExamType(type)) return item;
  const { isProctored, isPracticeExam } = FLAGS_OF_TYPE[type];
  return { ...item, is_proctored: isProctored, is_practice_exam: isPracticeExam };
}

/** Passes a registration on; throws `platform_unavailable`, so that nobody takes it as done. */
async function passOn(platform: PlatformProctoring, courseId: string, body: unknown) {
  const items = readItems(z.looseObject({}), body).map(flagged);
  return await askPlatform(platform.registerExams(courseId, items));
}

/** What Studio sends on every publish, and the list of it (edx-exams §1.1). */
export function courseExams(app: App, deps: AppDeps): void {
  for (const { url, hide } of openPaths(coursePaths('/exams/course_id/:course'))) {
    app.patch(
      url,
      {
        config: { scope: 'courseStaff', errors: ['exam_listed_twice', 'platform_unavailable'] },
        schema: {
          hide,
          summary: "Set a course's exams",
          description:
            'Send the complete list. Exams that are no longer on it become inactive, and known content keeps its exam. If any item is invalid, nothing changes.',
          operationId: 'setCourseExams',
          params: courseParams,
          body: z.unknown().meta({
            type: 'array',
            description: 'All exams of the course',
            example: [
              {
                exam_name: EXAM.exam_name,
                content_id: EXAM.content_id,
                time_limit_mins: EXAM.time_limit_mins,
                due_date: EXAM.due_date,
                exam_type: 'timed',
                hide_after_due: false,
                is_active: true,
              },
            ],
            items: z.toJSONSchema(courseExamItem, { io: 'input', unrepresentable: 'any' }),
          }),
          response: {
            200: z
              .union([z.looseObject({}), z.array(z.unknown())])
              .meta({ example: {} })
              .describe('The exams were set'),
            400: listErrors,
          },
        },
      },
      async (request, reply) => {
        const { course } = request.params;
        const { platform, configuration } = await findOwner(deps, course);
        if (platform) {
          const { status, body } = await passOn(platform, course, request.body);
          return await reply.code(status as 200).send(body as unknown[]);
        }
        await setCourseExams(deps, course, configuration, readItems(courseExamItem, request.body));
        return {};
      },
    );
    app.get(
      url,
      {
        config: { scope: 'courseStaff' },
        schema: {
          hide,
          summary: "List a course's active exams",
          description:
            'As Studio registered them; 404 with an empty list for a course whose exams are taken elsewhere.',
          operationId: 'listCourseExams',
          params: courseParams,
          response: {
            200: z.array(courseExam).describe('The active exams, the oldest first'),
            404: z.array(z.unknown()).describe('Empty: the exams of the course are not taken here'),
          },
        },
      },
      async (request, reply) => {
        const { course } = request.params;
        const { platform } = await findOwner(deps, course);
        if (platform) return await reply.code(404).send([]);
        const exams = await listActiveExams(deps.pool, course);
        return exams.map((exam) => wireCourseExam(exam, examTypeOf(deps.vendors, exam)));
      },
    );
  }
}
