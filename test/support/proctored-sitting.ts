import type { Person } from '../../dev/people.ts';
import { until } from '../../dev/until.ts';
import type { StartedStack } from './started-stack.ts';

/** The parts of the learner's page data that a sitting needs (clients §2). */
export interface SeenAttempt {
  attempt_id: number;
  attempt_status: string;
  external_id: string;
  desktop_application_js_url: string;
  software_download_url: string | null;
  ping_interval: number;
  time_remaining_seconds: number;
}

export interface SeenExam {
  id: number;
  content_id: string;
  external_id: string | null;
}

/** One learner and one proctored exam, through the requests that a learner's page makes. */
export interface Sitting {
  attemptId: number;
  /** The attempt as the learner's page is told it. */
  seen(): Promise<SeenAttempt>;
  act(action: string, detail?: string): Promise<number | false>;
  /** Polls until the attempt has the status. */
  reaches(status: string, timeoutMs?: number): Promise<void>;
}

/** The exams of a course by the last part of their content id. */
export async function examsOf(stack: StartedStack, staff: Person, course: string): Promise<Map<string, SeenExam>> {
  const exams = await stack.call<SeenExam[]>(staff, 'GET', `/exam/course_id/${course}`);
  return new Map(exams.map((exam) => [exam.content_id.split('@').at(-1) ?? '', exam]));
}

/** Creates a proctored attempt. */
export async function beginSitting(
  stack: StartedStack,
  learner: Person,
  { exam, course }: { exam: SeenExam; course: string },
): Promise<Sitting> {
  const wish = { exam_id: exam.id, start_clock: 'false', attempt_proctored: 'true' };
  const made = await stack.call<{ exam_attempt_id: number }>(learner, 'POST', '/attempt', wish);
  const attemptId = made.exam_attempt_id;
  const statusNow = async () => (await stack.call<{ status: string }>(learner, 'GET', `/attempt/${attemptId}`)).status;
  return {
    attemptId,
    async seen() {
      const query = new URLSearchParams({ content_id: exam.content_id, is_learning_mfe: 'true' });
      const path = `/attempt/course_id/${course}?${query.toString()}`;
      return (await stack.call<{ exam: { attempt: SeenAttempt } }>(learner, 'GET', path)).exam.attempt;
    },
    async act(action, detail) {
      const body = { action, ...(detail !== undefined && { detail }) };
      return (await stack.call<{ exam_attempt_id: number | false }>(learner, 'PUT', `/attempt/${attemptId}`, body))
        .exam_attempt_id;
    },
    async reaches(status, timeoutMs = 20_000) {
      let last = '';
      const isThere = async () => (last = await statusNow()) === status;
      await until(isThere, `attempt ${attemptId}: ${status}`, { timeoutMs, everyMs: 200 }).catch((error: unknown) => {
        throw new Error(`The attempt stays "${last}"`, { cause: error });
      });
    },
  };
}
