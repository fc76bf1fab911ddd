import { listKnownExams, saveImportedExams, type ImportedExam } from '../../db/imported-exams.ts';
import { pages } from '../work.ts';
import { write, type ImportContext } from './context.ts';
import type { Fate } from './report.ts';
import { listById } from './source/reader.ts';
import { examRow, type ExamRow } from './source/rows.ts';

/** An exam as it is stored here, with its id. */
export function toExam(row: ExamRow): ImportedExam {
  return {
    id: row.id,
    courseId: row.course_id,
    contentId: row.content_id,
    externalId: row.external_id,
    examName: row.exam_name,
    timeLimitMins: row.time_limit_mins,
    dueAt: row.due_date,
    isProctored: row.is_proctored,
    isPracticeExam: row.is_practice_exam,
    isActive: row.is_active,
    hideAfterDue: row.hide_after_due,
    backend: row.backend,
    created: row.created,
    modified: row.modified,
  };
}

/** What becomes of a row that is or is not here. */
export function fateOf(known: { isOlder: boolean } | undefined): Fate {
  if (known === undefined) return 'new';
  return known.isOlder ? 'changed' : 'same';
}

/** Exams come first: everything else is about them. Their vendors are not told. */
export async function importExams(context: ImportContext): Promise<void> {
  const { source, pool, vendors, options, report } = context;
  const next = (afterId: number) => listById(source, 'exam', examRow, { afterId, limit: options.batchSize });
  for await (const rows of pages(0, next, ({ id }) => id)) {
    const exams = rows.map(toExam);
    const known = new Map((await listKnownExams(pool, exams)).map((exam) => [exam.id, exam]));
    for (const { id, backend, isProctored } of exams) {
      report.count('exams', fateOf(known.get(id)));
      if (isProctored && backend && !vendors.names.includes(backend)) {
        report.note(`Note: exams name the back-end ${backend}, which PROCTORING_BACKENDS does not have.`);
      }
    }
    await write(context, (db) => saveImportedExams(db, exams));
    await context.afterBatch(0);
  }
}
