import type { DatabaseTransactionConnection } from 'slonik';
import type { z } from 'zod';
import type { CourseConfiguration } from '../../db/course-configurations.ts';
import type { Exam } from '../../db/exams.ts';
import { insertExam, lockExamsOfCourse, updateExam } from '../../db/save-exam.ts';
import { FLAGS_OF_TYPE } from '../../rules/exam.ts';
import { ApiError } from '../errors/api-error.ts';
import type { AppDeps } from '../app-deps.ts';
import type { courseExamItem } from '../schemas/exams/exam.ts';
import { examSubject, keptExternalId, recordExamSaved } from './save-exam.ts';

type Item = z.output<typeof courseExamItem>;

interface Registration {
  deps: AppDeps;
  tx: DatabaseTransactionConnection;
  courseId: string;
  /** What proctors the course's exams. */
  backend: string;
  at: number;
}

async function save({ deps, tx, courseId, backend, at }: Registration, item: Item, before: Exam | null): Promise<Exam> {
  const isTimed = item.exam_type === 'timed';
  const fields = {
    examName: item.exam_name,
    timeLimitMins: item.time_limit_mins,
    dueDate: item.due_date,
    isActive: item.is_active,
    hideAfterDue: item.hide_after_due,
    type: item.exam_type,
    ...FLAGS_OF_TYPE[item.exam_type],
    backend: isTimed ? (before?.backend ?? null) : backend,
  };
  const externalId = before && (isTimed ? before.externalId : keptExternalId(deps.vendors, before, backend));
  const after = before
    ? await updateExam(tx, before, { ...fields, externalId }, at)
    : await insertExam(tx, { ...fields, courseId, contentId: item.content_id, externalId }, at);
  await recordExamSaved(tx, { before, after, at });
  return after;
}

async function deactivate({ tx, at }: Registration, before: Exam): Promise<Exam> {
  const after = await updateExam(tx, before, { isActive: false }, at);
  await recordExamSaved(tx, { before, after, at });
  return after;
}

/**
 * Makes the active exams of the course exactly those of the list (edx-exams §1.1): known content keeps its exam, whatever
 * its type was, and what is no longer listed becomes inactive. All or nothing.
 */
export async function setCourseExams(
  deps: AppDeps,
  courseId: string,
  configuration: CourseConfiguration,
  items: readonly Item[],
): Promise<void> {
  const listed = new Set(items.map((item) => item.content_id));
  if (listed.size < items.length) throw new ApiError('exam_listed_twice');
  const at = deps.clock();
  const backend = configuration.backend ?? deps.vendors.defaultName;
  const changed = await deps.pool.transaction(async (tx) => {
    const registration = { deps, tx, courseId, backend, at };
    const stored = new Map((await lockExamsOfCourse(tx, courseId)).map((exam) => [exam.contentId, exam]));
    const saved: Exam[] = [];
    for (const item of items) saved.push(await save(registration, item, stored.get(item.content_id) ?? null));
    const dropped = [...stored.values()].filter((exam) => exam.isActive && !listed.has(exam.contentId));
    for (const exam of dropped) saved.push(await deactivate(registration, exam));
    return saved;
  });
  await deps.changes.deliver(changed.map(({ id }) => examSubject(id)));
}
