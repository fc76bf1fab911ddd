import { ApplicationFailure } from '@temporalio/common';
import type { DatabasePool } from 'slonik';
import { findAttemptFacts, type AttemptFactsRow } from '../../db/attempt-facts.ts';
import type { CreationBasis } from '../../workflows/exam-attempt/activities.ts';
import { backendOf, dueAtFor, examTypeOf, type ExamFacts } from '../../rules/exam.ts';
import { readExtraMinutes } from '../../rules/attempt/minutes.ts';
import { isStatus, type Status } from '../../rules/attempt/statuses.ts';
import type { LmsLookups } from '../../lms/port.ts';
import { vendorOf, type SettingsSource } from './settings.ts';

export interface FactsDeps {
  pool: DatabasePool;
  lms: Pick<LmsLookups, 'dueDate'>;
}

/** A status as the database holds it. Throws for one that this version does not know. */
export function statusOf(text: string): Status {
  if (isStatus(text)) return text;
  throw ApplicationFailure.nonRetryable(`The stored status ${text} is not known.`);
}

/** What an attempt needs to know about its exam. */
export function examFacts(row: AttemptFactsRow, { vendors }: SettingsSource): ExamFacts {
  const kind = { isProctored: row.is_proctored, isPracticeExam: row.is_practice_exam };
  const backend = backendOf({ ...kind, backend: row.backend }, vendors.defaultName);
  return {
    id: row.exam_id,
    courseId: row.course_id,
    contentId: row.content_id,
    type: examTypeOf(kind, vendorOf(vendors, backend)?.supportsOnboarding ?? false),
    ...kind,
    backend,
  };
}

/** The stored facts about a learner on an exam, and the resulting clock; null if either is unknown. */
export async function readFacts({ pool, lms }: FactsDeps, subject: Parameters<typeof findAttemptFacts>[1]) {
  const row = await findAttemptFacts(pool, subject);
  if (!row) return null;
  const own = await lms.dueDate({ id: subject.userId, username: row.username }, row.course_id, row.content_id);
  const clock = {
    timeLimitMins: row.time_limit_mins,
    additionalMins: readExtraMinutes(row.additional_time) ?? 0,
    grants: row.grants.map(({ value, at }) => ({ additionalMins: readExtraMinutes(value) ?? 0, at })),
    dueAt: dueAtFor(own, row.due_date),
    ...(own === null && row.due_dates && { dueDates: row.due_dates }),
  };
  return { row, clock };
}

/** The learner's newest attempt on the exam. */
export function latestOf(row: AttemptFactsRow): CreationBasis['facts']['latest'] {
  if (row.latest_code === null || row.latest_status === null) return null;
  return {
    attemptCode: row.latest_code,
    status: statusOf(row.latest_status),
    isSampleAttempt: row.latest_is_sample ?? false,
    takingAsProctored: row.latest_as_proctored ?? false,
    readyToResume: row.latest_ready ?? false,
    resumed: row.latest_resumed ?? false,
    timeRemainingSeconds: row.latest_remaining,
    rest: row.latest_rest,
  };
}
