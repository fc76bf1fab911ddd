import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { none, rowOf, wholeNumber } from './columns.ts';

export interface IdempotentRequest {
  /** Who sent it; keys of different callers are independent. */
  caller: string;
  key: string;
  /** Tells this request from another with the same key. */
  fingerprint: string;
}

const storedRow = rowOf({
  fingerprint: z.string(),
  status: wholeNumber.nullable(),
  body: z.string().nullable(),
  contentType: z.string().nullable(),
  errorCode: z.string().nullable(),
});

/** `status` is null while the first request is still being worked on. */
export type StoredAnswer = z.output<typeof storedRow>;

/** A key that no process holds for so long belonged to one that has died. */
const ABANDONED = sql.fragment`interval '8 seconds'`;

/**
 * Takes the key for this request; null if that worked, otherwise the request that has it, with its answer. A request whose
 * process has died soon loses the key, see `claimKeysAgain`; answers count for so many hours.
 */
export async function claimKey(
  db: CommonQueryMethods,
  request: IdempotentRequest,
  hours: number,
): Promise<StoredAnswer | null> {
  const { caller, key, fingerprint } = request;
  const claimed = await db.maybeOne(sql.type(none)`
    insert into idempotent_answer (caller, key, fingerprint) values (${caller}, ${key}, ${fingerprint})
    on conflict (caller, key) do update
      set fingerprint = excluded.fingerprint, status = null, body = null, content_type = null, error_code = null,
          created = now()
      where idempotent_answer.created < now() - make_interval(hours => ${hours})
        or (idempotent_answer.status is null and idempotent_answer.created < now() - ${ABANDONED})
    returning true as claimed`);
  if (claimed !== null) return null;
  return await db.maybeOne(sql.type(storedRow)`
    select fingerprint, status, body, content_type, error_code from idempotent_answer where caller = ${caller} and key = ${key}`);
}

/** Claims the keys of requests that are still under way once more; to be called every few seconds. */
export async function claimKeysAgain(db: CommonQueryMethods, requests: readonly IdempotentRequest[]): Promise<void> {
  const held = requests.map(({ caller, key }) => [caller, key]);
  await db.query(sql.type(none)`
    update idempotent_answer answer set created = now() from ${sql.unnest(held, ['text', 'text'])} held (caller, key)
    where answer.caller = held.caller and answer.key = held.key and answer.status is null`);
}

export async function saveAnswer(
  db: CommonQueryMethods,
  { caller, key }: IdempotentRequest,
  answer: { [Field in 'body' | 'contentType' | 'errorCode']: StoredAnswer[Field] } & { status: number },
): Promise<void> {
  await db.query(sql.type(none)`
    update idempotent_answer
    set status = ${answer.status}, body = ${answer.body}, content_type = ${answer.contentType},
      error_code = ${answer.errorCode}
    where caller = ${caller} and key = ${key}`);
}

/** Releases the key: the request could not be carried out and may be retried. Does nothing if it was answered. */
export async function releaseKey(db: CommonQueryMethods, { caller, key }: IdempotentRequest): Promise<void> {
  await db.query(sql.type(none)`
    delete from idempotent_answer where caller = ${caller} and key = ${key} and status is null`);
}

/** More than a page or a service sends in a day; a caller who sends more loses the oldest. */
const MOST_OF_A_CALLER = 5_000;

/** Deletes the oldest answers of a caller who has too many. */
export async function deleteAnswersInExcess(db: CommonQueryMethods): Promise<void> {
  await db.query(sql.type(none)`
    delete from idempotent_answer old using (
      select caller, key, row_number() over (partition by caller order by created desc) as place from idempotent_answer
    ) numbered
    where old.caller = numbered.caller and old.key = numbered.key and numbered.place > ${MOST_OF_A_CALLER}
      and old.status is not null`);
}
