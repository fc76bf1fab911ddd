import { UniqueIntegrityConstraintViolationError, type DatabaseTransactionConnection } from 'slonik';
import { recordSettingsChange } from '../../db/changes.ts';
import type { Exam } from '../../db/exams.ts';
import { insertExam, lockExam, updateExam, type ExamChanges, type NewExam } from '../../db/save-exam.ts';
import { ApiError } from '../errors/api-error.ts';
import type { AppDeps } from '../app-deps.ts';
import type { VendorRegistry } from '../../vendors/port.ts';

/** The one place that names the subject of an exam's changes. */
export function examSubject(examId: number): string {
  return `exam/${examId}`;
}

type Proctoring = Pick<Exam, 'isProctored' | 'backend'>;

/**
 * A proctored exam must name an existing back-end; a timed one may keep any name. An exam whose back-end has since been
 * removed can still be saved with it.
 */
export function requireKnownBackend(vendors: VendorRegistry, before: Proctoring | null, after: Proctoring): void {
  const { isProctored, backend } = after;
  if (!isProctored || !backend || vendors.names.includes(backend)) return;
  if (!before?.isProctored || before.backend !== backend) throw new ApiError('backend_unknown');
}

/** The vendor's id of an exam that is saved without one: a new vendor has none for it yet. */
export function keptExternalId(
  { defaultName }: Pick<VendorRegistry, 'defaultName'>,
  before: Exam,
  backend: string | null,
): string | null {
  return (before.backend || defaultName) === (backend || defaultName) ? before.externalId : null;
}

/** The type under which an exam was registered holds until somebody gives it other flags. */
function isOfSameKind(before: Exam, after: Exam): boolean {
  return before.isProctored === after.isProctored && before.isPracticeExam === after.isPracticeExam;
}

interface Saved {
  before: Exam | null;
  after: Exam;
  at: number;
}

function isDueLater(before: Exam | null, after: Exam): boolean {
  if (before === null || before.dueDate === null) return false;
  return after.dueDate === null || after.dueDate > before.dueDate;
}

/** Records that LMS and vendor must be told of a saved exam, even if the exam is no longer proctored. */
export async function recordExamSaved(tx: DatabaseTransactionConnection, { before, after, at }: Saved): Promise<void> {
  const deproctored =
    before?.isProctored && !after.isProctored && before.backend
      ? { backend: before.backend, externalId: before.externalId }
      : null;
  await recordSettingsChange(tx, {
    subject: examSubject(after.id),
    kind: 'exam-saved',
    payload: {
      examId: after.id,
      created: before === null,
      ...(deproctored && { deproctored }),
      ...(isDueLater(before, after) && { isDueLater: true }),
    },
    at,
  });
}

/** Stores a new exam; null when the course has one for the same content. */
export async function createExam(deps: AppDeps, exam: NewExam): Promise<Exam | null> {
  const at = deps.clock();
  requireKnownBackend(deps.vendors, null, exam);
  try {
    const after = await deps.pool.transaction(async (tx) => {
      const stored = await insertExam(tx, exam, at);
      await recordExamSaved(tx, { before: null, after: stored, at });
      return stored;
    });
    await deps.changes.deliver([examSubject(after.id)]);
    return after;
  } catch (error) {
    if (error instanceof UniqueIntegrityConstraintViolationError && error.constraint === 'exam_content_unique')
      return null;
    throw error;
  }
}

/** Changes a stored exam; missing fields stay unchanged. Throws `exam_not_found`. */
export async function changeExam(deps: AppDeps, examId: number, changes: ExamChanges): Promise<Exam> {
  const at = deps.clock();
  const after = await deps.pool.transaction(async (tx) => {
    const before = await lockExam(tx, examId);
    if (!before) throw new ApiError('exam_not_found');
    const after = { ...before, ...changes };
    requireKnownBackend(deps.vendors, before, after);
    const externalId = changes.externalId ?? keptExternalId(deps.vendors, before, after.backend);
    const type = isOfSameKind(before, after) ? before.type : null;
    const stored = await updateExam(tx, before, { ...changes, externalId, type }, at);
    await recordExamSaved(tx, { before, after: stored, at });
    return stored;
  });
  await deps.changes.deliver([examSubject(examId)]);
  return after;
}
