import {
  listKnownAllowances,
  listKnownPolicies,
  saveImportedAllowances,
  saveImportedPolicies,
  type ImportedAllowance,
  type ImportedPolicy,
} from '../../db/imported-settings-of-exams.ts';
import { pages } from '../work.ts';
import { write, type ImportContext } from './context.ts';
import { fateOf } from './exams.ts';
import { bringPeople } from './people.ts';
import { listById } from './source/reader.ts';
import { allowanceRow, policyRow, type AllowanceRow, type PolicyRow } from './source/rows.ts';

export const toAllowance = (row: AllowanceRow): ImportedAllowance => ({
  id: row.id,
  userId: row.user_id,
  examId: row.proctored_exam_id,
  key: row.key,
  value: row.value,
  created: row.created,
  modified: row.modified,
});

export const toPolicy = (row: PolicyRow): ImportedPolicy => ({
  id: row.id,
  examId: row.proctored_exam_id,
  setByUserId: row.set_by_user_id,
  text: row.review_policy,
  created: row.created,
  modified: row.modified,
});

const NO_PERSON = 'the person is neither here nor there';

/** Allowances of learners; a clock that runs is as long as it was started, whatever they say. */
export async function importAllowances(context: ImportContext): Promise<void> {
  const { source, pool, options, report } = context;
  const next = (afterId: number) => listById(source, 'allowance', allowanceRow, { afterId, limit: options.batchSize });
  for await (const rows of pages(0, next, ({ id }) => id)) {
    const absent = await bringPeople(
      context,
      rows.map((row) => row.user_id),
    );
    const [unfit, fit] = [
      rows.filter((row) => absent.has(row.user_id)),
      rows.filter((row) => !absent.has(row.user_id)),
    ];
    for (const { id } of unfit) report.refuse('allowances', `allowance ${id}`, NO_PERSON);
    const allowances = fit.map(toAllowance);
    const known = new Map((await listKnownAllowances(pool, allowances)).map((each) => [each.id, each]));
    for (const { id } of allowances) report.count('allowances', fateOf(known.get(id)));
    await write(context, (db) => saveImportedAllowances(db, allowances));
    await context.afterBatch(0);
  }
}

/** The policies of exams, one for each: of several the original uses one, and nothing says which. */
export async function importPolicies(context: ImportContext): Promise<void> {
  const { source, pool, options, report } = context;
  const next = (afterId: number) => listById(source, 'policy', policyRow, { afterId, limit: options.batchSize });
  const taken = new Set<number>();
  for await (const rows of pages(0, next, ({ id }) => id)) {
    const absent = await bringPeople(
      context,
      rows.map((row) => row.set_by_user_id),
    );
    const policies = rows.map(toPolicy).filter(({ id, examId, setByUserId }) => {
      const why = taken.has(examId) ? `exam ${examId} has another policy` : absent.has(setByUserId) ? NO_PERSON : null;
      if (why === null) taken.add(examId);
      else report.refuse('review policies', `review policy ${id}`, why);
      return why === null;
    });
    const known = new Map((await listKnownPolicies(pool, policies)).map((each) => [each.id, each]));
    for (const { id } of policies) report.count('review policies', fateOf(known.get(id)));
    await write(context, (db) => saveImportedPolicies(db, policies));
    await context.afterBatch(0);
  }
}
