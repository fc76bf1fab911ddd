import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { idRow, none, rowOf, toJson, toTimestamp, wholeNumber } from './columns.ts';

// Allowances and review policies that are brought over, in the same way as exams.

export interface ImportedAllowance {
  id: number;
  userId: number;
  examId: number;
  key: string;
  value: string;
  created: number;
  modified: number;
}

export interface ImportedPolicy {
  id: number;
  examId: number;
  setByUserId: number;
  text: string;
  created: number;
  modified: number;
}

const at = (name: string) => toTimestamp(sql.fragment`given.${sql.identifier([name])}`);

const allowancesOf = (allowances: readonly ImportedAllowance[]) => sql.fragment`
  jsonb_to_recordset(${toJson(allowances)}) as given (id bigint, "userId" bigint, "examId" bigint, key text, value text,
    created float8, modified float8)`;

const policiesOf = (policies: readonly ImportedPolicy[]) => sql.fragment`
  jsonb_to_recordset(${toJson(policies)}) as given (id bigint, "examId" bigint, "setByUserId" bigint, text text,
    created float8, modified float8)`;

/** Those whose id another allowance has. */
export async function listAllowancesInTheWay(db: CommonQueryMethods, allowances: readonly ImportedAllowance[]) {
  return await db.anyFirst(sql.type(idRow)`
    select given.id from ${allowancesOf(allowances)} join allowance on allowance.id = given.id
    where (allowance.user_id, allowance.exam_id, allowance.key) <> (given."userId", given."examId", given.key)`);
}

/** Those whose id another policy has. */
export async function listPoliciesInTheWay(db: CommonQueryMethods, policies: readonly ImportedPolicy[]) {
  return await db.anyFirst(sql.type(idRow)`
    select given.id from ${policiesOf(policies)} join review_policy on review_policy.id = given.id
    where review_policy.exam_id <> given."examId"`);
}

const knownRow = rowOf({ id: wholeNumber, isOlder: z.boolean() });

/** Those that are here, and whether what is given is newer. */
export async function listKnownAllowances(db: CommonQueryMethods, allowances: readonly ImportedAllowance[]) {
  return await db.any(sql.type(knownRow)`
    select given.id, allowance.modified < ${at('modified')} as is_older
    from ${allowancesOf(allowances)}
    join allowance on allowance.user_id = "userId" and allowance.exam_id = "examId" and allowance.key = given.key`);
}

/** Those that are here, and whether what is given is newer. */
export async function listKnownPolicies(db: CommonQueryMethods, policies: readonly ImportedPolicy[]) {
  return await db.any(sql.type(knownRow)`
    select given.id, review_policy.modified < ${at('modified')} as is_older
    from ${policiesOf(policies)} join review_policy on review_policy.exam_id = "examId"`);
}

/** Writes allowances that are not in the way of others. */
export async function saveImportedAllowances(db: CommonQueryMethods, allowances: readonly ImportedAllowance[]) {
  await db.query(sql.type(none)`
    insert into allowance (id, user_id, exam_id, key, value, created, modified)
    select given.id, "userId", "examId", given.key, value, ${at('created')}, ${at('modified')} from ${allowancesOf(allowances)}
    on conflict on constraint allowance_unique do update set value = excluded.value, modified = excluded.modified
    where allowance.modified < excluded.modified`);
}

/** Writes policies that are not in the way of others, one for an exam. */
export async function saveImportedPolicies(db: CommonQueryMethods, policies: readonly ImportedPolicy[]) {
  await db.query(sql.type(none)`
    insert into review_policy (id, exam_id, set_by_user_id, review_policy, created, modified)
    select given.id, "examId", "setByUserId", given.text, ${at('created')}, ${at('modified')} from ${policiesOf(policies)}
    on conflict on constraint review_policy_exam_unique do update set review_policy = excluded.review_policy,
      set_by_user_id = excluded.set_by_user_id, modified = excluded.modified
    where review_policy.modified < excluded.modified`);
}

export interface HighestIds {
  exam: number;
  review_policy: number;
  allowance: number;
  attempt: number;
}

/** From now on, new rows get higher ids than these. */
export async function saveHighestIds(db: CommonQueryMethods, highest: Partial<HighestIds>): Promise<void> {
  for (const [table, id] of Object.entries(highest)) {
    const sequence = `${table}_id_seq`;
    await db.query(sql.type(none)`
      select setval(${sequence}::regclass, greatest(last_value, ${id}, 1)) from ${sql.identifier([sequence])}`);
  }
}
