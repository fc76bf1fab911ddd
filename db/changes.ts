import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, none, rowOf, toJson, toTimestamp, wholeNumber } from './columns.ts';

export interface SettingsChangeRow {
  /** What the change is about; changes of one subject are delivered in order. */
  subject: string;
  kind: string;
  /** Ids only: it becomes part of workflow histories. */
  payload: unknown;
  /** Epoch milliseconds. */
  at: number;
}

/** Records, in the transaction of the change itself, that its effects have to be delivered. */
export async function recordSettingsChange(db: CommonQueryMethods, change: SettingsChangeRow): Promise<void> {
  await db.query(sql.type(none)`
    insert into pending_change (subject, kind, payload, at)
    values (${change.subject}, ${change.kind}, ${toJson(change.payload)}, ${toTimestamp(change.at)})`);
}

/** The same, unless an equal change of the subject is already waiting. */
export async function recordSettingsChangeOnce(db: CommonQueryMethods, change: SettingsChangeRow): Promise<void> {
  const waits = await db.exists(sql.type(none)`
    select 1 from pending_change where subject = ${change.subject} and kind = ${change.kind}
      and payload = ${toJson(change.payload)} and delivered_at is null`);
  if (!waits) await recordSettingsChange(db, change);
}

const changeRow = rowOf({ id: wholeNumber, kind: z.string(), payload: z.unknown(), at: instant });

/** The oldest undelivered change of a subject whose id is above `after`. */
export async function findNextSettingsChange(
  db: CommonQueryMethods,
  { subject, after }: { subject: string; after: number },
) {
  return await db.maybeOne(sql.type(changeRow)`
    select id, kind, payload, at from pending_change
    where subject = ${subject} and id > ${after} and delivered_at is null order by id limit 1`);
}

/** Notes that every effect of a change has been delivered or refused for good. */
export async function recordDelivery(db: CommonQueryMethods, id: number, at: number): Promise<void> {
  await db.query(sql.type(none)`
    update pending_change set delivered_at = ${toTimestamp(at)} where id = ${id} and delivered_at is null`);
}

/** Subjects with a change that should have been delivered by `before`: the process that stored it may have crashed. */
export async function listForgottenSubjects(db: CommonQueryMethods, before: number) {
  return await db.anyFirst(sql.type(rowOf({ subject: z.string() }))`
    select distinct subject from pending_change where delivered_at is null and at < ${toTimestamp(before)}`);
}
