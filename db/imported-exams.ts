import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { idRow, rowOf, toJson, toTimestamp, wholeNumber } from './columns.ts';

// What is brought over from another service keeps its ids. Written again, a row follows its original as long as that is
// the newer of the two. Instants are epoch milliseconds.

export interface ImportedExam {
  id: number;
  courseId: string;
  contentId: string;
  externalId: string | null;
  examName: string;
  timeLimitMins: number;
  dueAt: number | null;
  isProctored: boolean;
  isPracticeExam: boolean;
  isActive: boolean;
  hideAfterDue: boolean;
  backend: string | null;
  created: number;
  modified: number;
}

const at = (name: string) => toTimestamp(sql.fragment`given.${sql.identifier([name])}`);

const examsOf = (exams: readonly ImportedExam[]) => sql.fragment`
  jsonb_to_recordset(${toJson(exams)}) as given (id bigint, "courseId" text, "contentId" text, "externalId" text,
    "examName" text, "timeLimitMins" integer, "dueAt" float8, "isProctored" boolean, "isPracticeExam" boolean,
    "isActive" boolean, "hideAfterDue" boolean, backend text, created float8, modified float8)`;

/** Those whose id another exam has, or that have another id here. */
export async function listExamsInTheWay(db: CommonQueryMethods, exams: readonly ImportedExam[]) {
  return await db.anyFirst(sql.type(idRow)`
    select given.id from ${examsOf(exams)} join exam on exam.id = given.id
    where (exam.course_id, exam.content_id) <> (given."courseId", given."contentId")
    union
    select given.id from ${examsOf(exams)}
    join exam on exam.course_id = given."courseId" and exam.content_id = given."contentId"
    where exam.id <> given.id`);
}

const knownRow = rowOf({ id: wholeNumber, isOlder: z.boolean() });

/** Those that are here, and whether what is given is newer. */
export async function listKnownExams(db: CommonQueryMethods, exams: readonly ImportedExam[]) {
  return await db.any(sql.type(knownRow)`
    select exam.id, exam.modified < ${at('modified')} as is_older from ${examsOf(exams)} join exam on exam.id = given.id`);
}

/** Writes exams that are not in the way of others. */
export async function saveImportedExams(db: CommonQueryMethods, exams: readonly ImportedExam[]): Promise<void> {
  await db.query(sql.type(idRow)`
    insert into exam (id, course_id, content_id, external_id, exam_name, time_limit_mins, due_date, is_proctored,
      is_practice_exam, is_active, hide_after_due, backend, created, modified)
    select given.id, "courseId", "contentId", "externalId", "examName", "timeLimitMins", ${at('dueAt')}, "isProctored",
      "isPracticeExam", "isActive", "hideAfterDue", backend, ${at('created')}, ${at('modified')}
    from ${examsOf(exams)}
    on conflict (id) do update set external_id = excluded.external_id, exam_name = excluded.exam_name,
      time_limit_mins = excluded.time_limit_mins, due_date = excluded.due_date, is_proctored = excluded.is_proctored,
      is_practice_exam = excluded.is_practice_exam, is_active = excluded.is_active,
      hide_after_due = excluded.hide_after_due, backend = excluded.backend, modified = excluded.modified
    where exam.modified < excluded.modified
    returning id`);
}
