import { deleteAllowance, saveAllowance, type AllowanceSetting } from '../../db/allowances.ts';
import { ADDITIONAL_TIME } from '../../rules/attempt/minutes.ts';
import { recordSettingsChange } from '../../db/changes.ts';
import type { AppDeps } from '../app-deps.ts';

interface AllowanceKey {
  examId: number;
  userId: number;
  key: string;
}

/** The one place that names the subject of a learner's allowances on an exam. */
export function allowanceSubject({ examId, userId }: AllowanceKey): string {
  return `allowance/${examId}/${userId}`;
}

export function needsMinutes(key: string): boolean {
  return key === ADDITIONAL_TIME;
}

/** Id of the person who sets or removes it. */
interface Giver {
  by: number;
}

type AllowanceChange = AllowanceKey & Giver & { verb: 'created' | 'updated' | 'deleted' };

const toSettingsChange = (payload: AllowanceChange, at: number) => ({
  subject: allowanceSubject(payload),
  kind: 'allowance-changed',
  payload,
  at,
});

/** Stores an allowance with the record of the change; returns the subject to deliver. */
export async function storeAllowance(
  { pool, clock }: Pick<AppDeps, 'pool' | 'clock'>,
  { by, ...setting }: AllowanceSetting & Giver,
): Promise<string> {
  const { examId, userId, key } = setting;
  const at = clock();
  await pool.transaction(async (tx) => {
    const verb = await saveAllowance(tx, setting, { at, by });
    await recordSettingsChange(tx, toSettingsChange({ examId, userId, key, by, verb }, at));
  });
  return allowanceSubject({ examId, userId, key });
}

/** Removes an allowance; a missing one counts as removed. Returns the subject to deliver, if any. */
export async function dropAllowance(
  { pool, clock }: Pick<AppDeps, 'pool' | 'clock'>,
  { by, reason = null, ...key }: AllowanceKey & Giver & { reason?: string | null },
): Promise<string | null> {
  const at = clock();
  const removed = await pool.transaction(async (tx) => {
    const existed = await deleteAllowance(tx, key, { at, by, reason });
    if (existed) await recordSettingsChange(tx, toSettingsChange({ ...key, by, verb: 'deleted' }, at));
    return existed;
  });
  return removed ? allowanceSubject(key) : null;
}
