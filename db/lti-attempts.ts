import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { none, rowOf, wholeNumber } from './columns.ts';

const ltiAttemptRow = rowOf({
  attemptCode: z.string(),
  attemptNumber: wholeNumber,
  /** The tool wants the browser back when the assessment has ended. */
  wantsEnd: z.boolean(),
});

/** What an LTI tool calls an attempt. */
export type LtiAttempt = z.output<typeof ltiAttemptRow>;

/** The names that an attempt's tool knows it by; the ids are UUIDs. */
export interface LtiName {
  backend: string;
  resourceLinkId: string;
  personId: string;
  attemptNumber: number;
}

const columns = sql.fragment`attempt_code, attempt_number, wants_end`;

/** Gives an attempt its number: how many the learner has had on the exam, with this one. It keeps it. */
export async function recordLtiAttempt(
  db: CommonQueryMethods,
  attemptCode: string,
  { backend, resourceLinkId, personId }: Omit<LtiName, 'attemptNumber'>,
): Promise<void> {
  await db.query(sql.type(none)`
    insert into lti_attempt (attempt_code, backend, resource_link_id, person_id, attempt_number)
    select attempt_code, ${backend}, ${resourceLinkId}::uuid, ${personId}::uuid, (
      select count(*) from attempt earlier
      where earlier.user_id = attempt.user_id and earlier.exam_id = attempt.exam_id and earlier.id <= attempt.id
        and not earlier.registering)
    from attempt where attempt_code = ${attemptCode}
    on conflict (attempt_code) do nothing`);
}

/** Null for an attempt that no tool was launched for. */
export function findLtiAttempt(db: CommonQueryMethods, attemptCode: string): Promise<LtiAttempt | null> {
  return db.maybeOne(sql.type(ltiAttemptRow)`select ${columns} from lti_attempt where attempt_code = ${attemptCode}`);
}

/** The attempt that a tool means, among those that it was launched for. */
export function findNamedLtiAttempt(db: CommonQueryMethods, name: LtiName): Promise<LtiAttempt | null> {
  const { backend, resourceLinkId, personId, attemptNumber } = name;
  return db.maybeOne(sql.type(ltiAttemptRow)`
    select ${columns} from lti_attempt
    where backend = ${backend} and resource_link_id = ${resourceLinkId}::uuid and person_id = ${personId}::uuid
      and attempt_number = ${attemptNumber}`);
}

export async function recordWantsEnd(db: CommonQueryMethods, attemptCode: string, wantsEnd: boolean): Promise<void> {
  await db.query(sql.type(none)`
    update lti_attempt set wants_end = ${wantsEnd} where attempt_code = ${attemptCode}`);
}

const learnerRow = rowOf({ userId: wholeNumber, username: z.string() });

/** Everybody who has an attempt on an exam, by name; at most `limit`. */
export async function listLearnersOfExam(db: CommonQueryMethods, examId: number, limit: number) {
  return await db.any(sql.type(learnerRow)`
    select person.id as user_id, person.username from person
    where person.id in (select user_id from live_attempt where exam_id = ${examId})
    order by person.username limit ${limit}`);
}
