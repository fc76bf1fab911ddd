import { z } from 'zod';
import { findAttemptByExternalId, type Attempt } from '../../../db/attempts.ts';
import { listActiveExams, type Exam } from '../../../db/exams.ts';
import { findEncryptedVideo } from '../../../db/reviews.ts';
import { backendOf } from '../../../rules/exam.ts';
import { vendorOf } from '../../../vendors/exam-facts.ts';
import { grantedExamOf } from '../../permissions/granted.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { callerOf } from '../../plugins/authentication.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { Caller } from '../../auth/caller.ts';
import type { InstructorUrlRequest } from '../../../vendors/port.ts';
import { empty, text } from '../../schemas/fields.ts';
import { courseParams, examInCourse } from '../../schemas/params.ts';
import { asJsonText } from '../../wire/json-text.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

const VIDEO_SWITCH = 'edx_proctoring.reds_api_redirect';

const userOf = ({ userId: id, fullName, email }: Caller) => ({ id, fullName, email });

/** Where to redirect staff, or why that is not possible (rest-api §10.1). */
type Target = { url: string } | { status: 400 | 404; reason: string };

async function dashboardOf(deps: AppDeps, exam: Exam, request: InstructorUrlRequest): Promise<Target> {
  const vendor = vendorOf(deps.vendors, exam);
  const url = vendor && (vendor.hasDashboard || request.encryptedVideoUrl) ? await vendor.instructorUrl(request) : null;
  return url === null ? { status: 404, reason: 'The proctoring provider has no dashboard.' } : { url };
}

async function dashboardOfCourse(deps: AppDeps, caller: Caller, courseId: string): Promise<Target> {
  const exams = await listActiveExams(deps.pool, courseId);
  if (exams.length === 0) return { status: 404, reason: 'The course has no active exams.' };
  const proctored = exams.filter((exam) => exam.isProctored);
  const [exam] = proctored;
  if (!exam) return { status: 404, reason: 'The course has no proctored exams.' };
  if (new Set(proctored.map((each) => backendOf(each, deps.vendors.defaultName))).size > 1) {
    return { status: 400, reason: 'The exams of the course have different proctoring providers.' };
  }
  return await dashboardOf(deps, exam, { courseId, user: userOf(caller) });
}

interface ExamQuery {
  attempt?: string;
  config?: string;
}

async function dashboardOfExam(deps: AppDeps, caller: Caller, exam: Exam, query: ExamQuery): Promise<Target> {
  if (!exam.isProctored) return { status: 404, reason: 'The exam is not proctored.' };
  return await dashboardOf(deps, exam, {
    courseId: exam.courseId,
    user: userOf(caller),
    ...(exam.externalId !== null && { examExternalId: exam.externalId }),
    ...(query.config?.toLowerCase() === 'true' && { showConfiguration: true }),
  });
}

/** At the attempt's own provider, even if the exam has another by now. */
async function dashboardOfAttempt(deps: AppDeps, caller: Caller, attempt: Attempt, query: ExamQuery): Promise<Target> {
  const { exam, attemptCode, vendorAttemptId } = attempt;
  const video = deps.config.switches.has(VIDEO_SWITCH) ? await findEncryptedVideo(deps.pool, attemptCode) : null;
  return await dashboardOf(deps, exam, {
    courseId: exam.courseId,
    user: userOf(caller),
    ...(exam.externalId !== null && { examExternalId: exam.externalId }),
    ...(vendorAttemptId !== null && { attemptExternalId: vendorAttemptId }),
    ...(query.config?.toLowerCase() === 'true' && { showConfiguration: true }),
    ...(video && { encryptedVideoUrl: video }),
  });
}

/** Of the exam or, where one is named, of an attempt on that exam. */
async function targetOf(
  deps: AppDeps,
  caller: Caller,
  exam: Exam,
  query: ExamQuery,
  onRecording: (attemptId: number) => void,
): Promise<Target> {
  if (!query.attempt) return await dashboardOfExam(deps, caller, exam, query);
  const attempt = await findAttemptByExternalId(deps.pool, exam.id, query.attempt);
  if (!attempt) return { status: 404, reason: 'The exam has no attempt with that id.' };
  onRecording(attempt.id);
  return await dashboardOfAttempt(deps, caller, attempt, query);
}

const response = {
  302: empty,
  400: text('The exams of the course have different providers'),
  404: text('There is no dashboard to open'),
};

export function dashboard(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/v1/instructor/:course')) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff', errors: ['vendor_unavailable', 'vendor_refused'] },
        schema: {
          hide,
          summary: "Open the proctoring provider's dashboard for a course",
          description:
            "Redirects to the provider's own page about the course, with a link that is signed for the caller and soon expires.",
          operationId: 'openCourseDashboard',
          params: courseParams,
          response,
        },
      },
      async (request, reply) => {
        const caller = callerOf(request);
        noteRead(request, 'dashboard.open', { course_id: request.params.course });
        const target = await dashboardOfCourse(deps, caller, request.params.course);
        if ('url' in target) return await reply.redirect(target.url, 302);
        return await asJsonText(reply).code(target.status).send(target.reason);
      },
    );
  }
  for (const { url, hide } of coursePaths('/v1/instructor/:course/:exam_id(^\\d+$)')) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff', errors: ['exam_not_found', 'vendor_unavailable', 'vendor_refused'] },
        schema: {
          hide,
          summary: "Open the proctoring provider's dashboard for an exam, or the recording of an attempt",
          description:
            "Redirects to the provider's own page about the exam, or one attempt on it, with a link that is signed for the caller and soon expires.",
          operationId: 'openExamDashboard',
          params: examInCourse,
          querystring: z.object({
            attempt: z.string().optional().describe("The provider's id for an attempt"),
            config: z.string().optional().describe('`true` opens the configuration of the exam'),
          }),
          response,
        },
      },
      async (request, reply) => {
        const caller = callerOf(request);
        const exam = grantedExamOf(request);
        const object = { course_id: exam.courseId, exam_id: exam.id };
        noteRead(request, 'dashboard.open', object);
        const target = await targetOf(deps, caller, exam, request.query, (attemptId) =>
          noteRead(request, 'recording.open', { ...object, attempt_id: attemptId }),
        );
        if ('url' in target) return await reply.redirect(target.url, 302);
        return await asJsonText(reply).code(target.status).send(target.reason);
      },
    );
  }
}
