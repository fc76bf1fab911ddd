import type { DatabaseTransactionConnection } from 'slonik';
import { saveCourseConfiguration, type CourseConfiguration } from '../../db/course-configurations.ts';
import type { Exam } from '../../db/exams.ts';
import { lockExamsOfCourse, updateExam } from '../../db/save-exam.ts';
import type { AppDeps } from '../app-deps.ts';
import { examSubject, keptExternalId, recordExamSaved } from './save-exam.ts';

/** Gives the course's active proctored exams another back-end; attempts keep the one that they were registered with. */
async function moveExams(
  { vendors }: AppDeps,
  tx: DatabaseTransactionConnection,
  { courseId, backend, at }: { courseId: string; backend: string; at: number },
): Promise<Exam[]> {
  const exams = await lockExamsOfCourse(tx, courseId);
  const moving = exams.filter((exam) => exam.isActive && exam.isProctored && exam.backend !== backend);
  const moved: Exam[] = [];
  for (const before of moving) {
    const externalId = keptExternalId(vendors, before, backend);
    const after = await updateExam(tx, before, { backend, externalId }, at);
    await recordExamSaved(tx, { before, after, at });
    moved.push(after);
  }
  return moved;
}

/** Saves what the team of a course has chosen. Exams keep their ids, whatever proctors them from now on. */
export async function configureCourse(
  deps: AppDeps,
  courseId: string,
  configuration: CourseConfiguration,
): Promise<void> {
  const at = deps.clock();
  const moved = await deps.pool.transaction(async (tx) => {
    await saveCourseConfiguration(tx, courseId, configuration, at);
    const { backend } = configuration;
    return backend === null ? [] : await moveExams(deps, tx, { courseId, backend, at });
  });
  await deps.changes.deliver(moved.map(({ id }) => examSubject(id)));
}
