import type { DatabaseTransactionConnection } from 'slonik';
import type { z } from 'zod';
import type { Exam } from '../../db/exams.ts';
import { insertExam, lockExamsOfCourse, updateExam } from '../../db/save-exam.ts';
import { ApiError } from '../errors/api-error.ts';
import type { AppDeps } from '../app-deps.ts';
import type { examRegistration } from '../schemas/exam.ts';
import { examSubject, keptExternalId, recordExamSaved, requireKnownBackend } from './save-exam.ts';

type Item = z.output<typeof examRegistration>;

function fieldsOf(item: Item) {
  return {
    examName: item.exam_name,
    timeLimitMins: item.time_limit_mins,
    dueDate: item.due_date ?? null,
    isProctored: item.is_proctored,
    isPracticeExam: item.is_practice_exam,
    isActive: item.is_active,
    hideAfterDue: item.hide_after_due,
    type: null,
  };
}

interface Registration {
  deps: AppDeps;
  tx: DatabaseTransactionConnection;
  courseId: string;
  at: number;
}

async function register({ deps, tx, courseId, at }: Registration, item: Item, before: Exam | null): Promise<Exam> {
  const fields = fieldsOf(item);
  const backend = item.backend ?? before?.backend ?? deps.vendors.defaultName;
  const externalId = item.external_id ?? (before && keptExternalId(deps.vendors, before, backend));
  const exam = { ...fields, courseId, contentId: item.content_id, backend, externalId };
  requireKnownBackend(deps.vendors, before, exam);
  const after = before
    ? await updateExam(tx, before, { ...fields, backend, externalId }, at)
    : await insertExam(tx, exam, at);
  await recordExamSaved(tx, { before, after, at });
  return after;
}

async function retire({ tx, at }: Registration, before: Exam): Promise<void> {
  const after = await updateExam(tx, before, { isActive: false, isProctored: false, type: null }, at);
  await recordExamSaved(tx, { before, after, at });
}

/**
 * Makes the course's exams exactly those of the list: known content is updated, new content added, exams no longer
 * listed are deactivated (rest-api §5.3). All or nothing. Returns the ids in the order of the list.
 */
export async function registerExams(deps: AppDeps, courseId: string, items: readonly Item[]): Promise<number[]> {
  const listed = new Set(items.map((item) => item.content_id));
  if (listed.size < items.length) throw new ApiError('exam_listed_twice');
  const at = deps.clock();
  const { ids, changed } = await deps.pool.transaction(async (tx) => {
    const registration = { deps, tx, courseId, at };
    const stored = new Map((await lockExamsOfCourse(tx, courseId)).map((exam) => [exam.contentId, exam]));
    const saved: Exam[] = [];
    for (const item of items) saved.push(await register(registration, item, stored.get(item.content_id) ?? null));
    const dropped = [...stored.values()].filter((exam) => exam.isActive && !listed.has(exam.contentId));
    for (const exam of dropped) await retire(registration, exam);
    return { ids: saved.map(({ id }) => id), changed: [...saved, ...dropped].map(({ id }) => id) };
  });
  await deps.changes.deliver(changed.map(examSubject));
  return ids;
}
