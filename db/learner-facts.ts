import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { dueDates, extraMinutes, grant, grantsOfExtraTime, joinExtraTime } from './clock-facts.ts';
import { instant, place, rowOf, seconds, templateOf, wholeNumber } from './columns.ts';
import { examGroup, examShape } from './exams.ts';
import { unnestPlaces, type LearnerOnExam } from './learner-on-exam.ts';
import { hold, holdsOfExam } from './sitting-holds.ts';
import { provedRowOf } from './proved-rows.ts';

const learnerShape = {
  username: z.string(),
  exam: z.object(examShape),
  additionalMins: extraMinutes,
  expiresAt: instant.nullable(),
  grants: z.array(grant),
  dueDates,
};
const learnerColumns = sql.fragment`
  person.username, ${examGroup}, extra_time.value as additional_mins, extra_time.expires_at,
  ${grantsOfExtraTime} as grants,
  exam.due_dates`;
const learner = sql.fragment`
  exam cross join person ${joinExtraTime(sql.fragment`person.id`)}`;

const startShape = { ...learnerShape, holds: z.array(hold).nullable() };
const startColumns = sql.fragment`${learnerColumns}, ${holdsOfExam} as holds`;

/** A learner on an exam, as far as their time goes. */
export type LearnerFacts = z.output<z.ZodObject<typeof learnerShape>>;

/** The same with what holds for whoever begins. */
export type StartFacts = z.output<z.ZodObject<typeof startShape>>;

const learnerFacts = templateOf(sql.prepared('learner_facts', provedRowOf(learnerShape))`
  select ${learnerColumns} from ${learner} where exam.id = ${place(0)} and person.id = ${place(1)}`);

/** Null if the exam or the learner does not exist. */
export async function findLearnerFacts(
  db: CommonQueryMethods,
  { userId, examId }: LearnerOnExam,
): Promise<LearnerFacts | null> {
  return await db.maybeOne(learnerFacts(examId, userId));
}

/** The same with what holds for whoever begins now. */
export async function findStartFacts(
  db: CommonQueryMethods,
  { userId, examId }: LearnerOnExam,
): Promise<StartFacts | null> {
  return await db.maybeOne(sql.prepared('start_facts', provedRowOf(startShape))`
    select ${startColumns} from ${learner} where exam.id = ${examId} and person.id = ${userId}`);
}

const placedShape = { ...learnerShape, userId: wholeNumber };

/** The same for several learners on an exam, in no order. */
export async function listLearnerFacts(db: CommonQueryMethods, places: readonly LearnerOnExam[]) {
  return await db.any(sql.prepared('several_learner_facts', provedRowOf(placedShape))`
    select ${learnerColumns}, person.id as user_id
    from ${unnestPlaces(places)}
    join exam on exam.id = place.exam_id join person on person.id = place.user_id
    ${joinExtraTime(sql.fragment`person.id`)}`);
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

const creationRow = rowOf({
  ...startShape,
  attemptId: wholeNumber,
  reviewPolicyId: wholeNumber.nullable(),
  latest: latest.nullable(),
});

/**
 * The same with what a new attempt must know, in one statement, and the id that it may take. The attempt `creating` is
 * not the latest one even if it is stored already. Null if the exam or the learner does not exist.
 */
export async function findCreationFacts(
  db: CommonQueryMethods,
  { userId, examId, creating }: LearnerOnExam & { creating: string },
): Promise<z.output<typeof creationRow> | null> {
  return await db.maybeOne(sql.prepared('creation_facts', creationRow)`
    select ${startColumns}, nextval(pg_get_serial_sequence('attempt', 'id')) as attempt_id,
      review_policy.id as review_policy_id,
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
