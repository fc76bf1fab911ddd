import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';

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
  await db.query(sql.type(z.object({}))`
    insert into pending_change (subject, kind, payload, at)
    values (${change.subject}, ${change.kind}, ${JSON.stringify(change.payload)}::jsonb,
      to_timestamp(${change.at / 1000}))`);
}

/** The same, unless an equal change of the subject is already waiting. */
export async function recordSettingsChangeOnce(db: CommonQueryMethods, change: SettingsChangeRow): Promise<void> {
  const payload = JSON.stringify(change.payload);
  const waits = await db.exists(sql.type(z.object({}))`
    select 1 from pending_change where subject = ${change.subject} and kind = ${change.kind}
      and payload = ${payload}::jsonb and delivered_at is null`);
  if (!waits) await recordSettingsChange(db, change);
}

const changeRow = z.object({ id: z.number(), kind: z.string(), payload: z.unknown(), at: z.number() });

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
  await db.query(sql.type(z.object({}))`
    update pending_change set delivered_at = to_timestamp(${at / 1000}) where id = ${id} and delivered_at is null`);
}

/** Subjects with a change that should have been delivered by `before`: the process that stored it may have crashed. */
export async function listForgottenSubjects(db: CommonQueryMethods, before: number) {
  return await db.anyFirst(sql.type(z.object({ subject: z.string() }))`
    select distinct subject from pending_change where delivered_at is null and at < to_timestamp(${before / 1000})`);
}
