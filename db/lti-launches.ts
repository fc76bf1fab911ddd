import { createHash } from 'node:crypto';
import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, none, rowOf, toTimestamp, wholeNumber } from './columns.ts';

/** What a browser is sent to a tool for: to set a learner up, to say that they have finished, to show staff its reviews. */
export const LAUNCH_MESSAGES = ['start', 'end', 'review'] as const;

const launchRow = rowOf({
  backend: z.string(),
  message: z.enum(LAUNCH_MESSAGES),
  /** Null for the review tool. */
  attemptCode: z.string().nullable(),
  examId: wholeNumber,
  userId: wholeNumber,
  /** What the tool sends back to start the assessment. */
  sessionData: z.string().nullable(),
  /** When the tool confirmed the setup; it does so once. */
  confirmedAt: instant.nullable(),
});

/** A browser on its way to an LTI tool and back. */
export type Launch = z.output<typeof launchRow>;

const columns = sql.fragment`backend, message, attempt_code, exam_id, user_id, session_data, confirmed_at`;
const hashOf = (hint: string) => sql.binary(createHash('sha256').update(hint).digest());

export interface NewLaunch extends Omit<Launch, 'confirmedAt'> {
  /** The secret by which the browser finds it again; only its hash is kept. */
  hint: string;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** Of one person on one exam; whoever begins more gives the oldest up. */
const MOST_OPEN = 20;

/** Stores a launch at `now`, in epoch milliseconds, and forgets those that are over or were given up. */
export async function insertLaunch(db: CommonQueryMethods, launch: NewLaunch, now: number): Promise<void> {
  await db.query(sql.type(none)`
    with expired as (delete from lti_launch where expires_at < ${toTimestamp(now)}),
      given_up as (
        delete from lti_launch where hint_hash in (
          select hint_hash from lti_launch where user_id = ${launch.userId} and exam_id = ${launch.examId}
          order by expires_at desc offset ${MOST_OPEN - 1}))
    insert into lti_launch (hint_hash, backend, message, attempt_code, exam_id, user_id, session_data, expires_at)
    values (${hashOf(launch.hint)}, ${launch.backend}, ${launch.message}, ${launch.attemptCode}, ${launch.examId},
      ${launch.userId}, ${launch.sessionData}, ${toTimestamp(launch.expiresAt)})`);
}

/** The launch that a hint belongs to; null if there is none, or none any longer. */
export function findLaunch(db: CommonQueryMethods, hint: string, now: number): Promise<Launch | null> {
  return db.maybeOne(sql.type(launchRow)`
    select ${columns} from lti_launch where hint_hash = ${hashOf(hint)} and expires_at > ${toTimestamp(now)}`);
}

/** Binds a launch to the first request that is answered with it; false if that was another one. */
export async function claimLaunch(db: CommonQueryMethods, hint: string, nonce: string): Promise<boolean> {
  const { rowCount } = await db.query(sql.type(none)`
    update lti_launch set nonce = ${nonce} where hint_hash = ${hashOf(hint)} and (nonce is null or nonce = ${nonce})`);
  return rowCount > 0;
}

/** The launch that was answered with this session. */
export function findLaunchOfSession(db: CommonQueryMethods, sessionData: string, now: number): Promise<Launch | null> {
  return db.maybeOne(sql.type(launchRow)`
    select ${columns} from lti_launch
    where session_data = ${sessionData} and nonce is not null and expires_at > ${toTimestamp(now)}`);
}

/** Notes that the tool has confirmed the setup by this session, so that it cannot do so again. */
export async function recordConfirmation(db: CommonQueryMethods, sessionData: string, at: number): Promise<void> {
  await db.query(sql.type(none)`
    update lti_launch set confirmed_at = coalesce(confirmed_at, ${toTimestamp(at)}) where session_data = ${sessionData}`);
}
