import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { dueDates, dueDatesOfExam, extraMinutes, grant, grantsOfExtraTime, joinExtraTime } from './clock-facts.ts';
import { rowOf, seconds, wholeNumber } from './columns.ts';
import { examGroup, examShape } from './exams.ts';
import type { LearnerOnExam } from './learner-on-exam.ts';

const learnerShape = {
  username: z.string(),
  exam: z.object(examShape),
  additionalMins: extraMinutes,
  grants: z.array(grant),
  dueDates,
};
const learnerColumns = sql.fragment`
  person.username, ${examGroup}, extra_time.value as additional_mins, ${grantsOfExtraTime} as grants,
  ${dueDatesOfExam} as due_dates`;
const learner = sql.fragment`
  exam cross join person ${joinExtraTime(sql.fragment`person.id`)}`;

const learnerRow = rowOf(learnerShape);

/** A learner on an exam, as far as their time goes. */
export type LearnerFacts = z.output<typeof learnerRow>;

/** Null if the exam or the learner does not exist. */
export async function findLearnerFacts(
  db: CommonQueryMethods,
  { userId, examId }: LearnerOnExam,
): Promise<LearnerFacts | null> {
  return await db.maybeOne(sql.prepared('learner_facts', learnerRow)`
    select ${learnerColumns} from ${learner} where exam.id = ${examId} and person.id = ${userId}`);
}

const latest = z.object({
  attemptCode: z.string(),
  status: z.string(),
  isSampleAttempt: z.boolean(),
  takingAsProctored: z.boolean(),
  readyToResume: z.boolean(),
  resumed: z.boolean(),
  timeRemainingSeconds: wholeNumber.nullable(),
  rest: z.object({ seconds, additionalMins: wholeNumber }).nullable(),
});

const creationRow = rowOf({ ...learnerShape, reviewPolicyId: wholeNumber.nullable(), latest: latest.nullable() });

/**
 * The same with what a new attempt must know, in one statement. The attempt `creating` is not the latest one even if it
 * is stored already. Null if the exam or the learner does not exist.
 */
export async function findCreationFacts(
  db: CommonQueryMethods,
  { userId, examId, creating }: LearnerOnExam & { creating: string },
): Promise<z.output<typeof creationRow> | null> {
  return await db.maybeOne(sql.prepared('creation_facts', creationRow)`
    select ${learnerColumns}, review_policy.id as review_policy_id,
      latest.attempt_code as "latest.attempt_code", latest.status as "latest.status",
      latest.is_sample_attempt as "latest.is_sample_attempt", latest.taking_as_proctored as "latest.taking_as_proctored",
      latest.ready_to_resume as "latest.ready_to_resume", latest.resumed as "latest.resumed",
      latest.time_remaining_seconds as "latest.time_remaining_seconds",
      nullif(latest.state->'rest', 'null') as "latest.rest"
    from ${learner}
    left join review_policy on review_policy.exam_id = exam.id
    left join lateral (
      select * from live_attempt attempt
      where attempt.user_id = person.id and attempt.exam_id = exam.id and attempt.attempt_code <> ${creating}
      order by attempt.created desc, attempt.id desc limit 1
    ) latest on true
    where exam.id = ${examId} and person.id = ${userId}`);
}
