import { deleteAllowance, saveAllowance } from '../../db/allowances.ts';
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

type AllowanceChange = AllowanceKey & { verb: 'created' | 'updated' | 'deleted' };

const toSettingsChange = (deps: AppDeps, payload: AllowanceChange) => ({
  subject: allowanceSubject(payload),
  kind: 'allowance-changed',
  payload,
  at: deps.clock(),
});

/** Stores an allowance with the record of the change; returns the subject to deliver. */
export async function storeAllowance(deps: AppDeps, allowance: AllowanceKey & { value: string }): Promise<string> {
  const { value, ...key } = allowance;
  await deps.pool.transaction(async (tx) => {
    const verb = await saveAllowance(tx, { ...key, value, at: deps.clock() });
    await recordSettingsChange(tx, toSettingsChange(deps, { ...key, verb }));
  });
  return allowanceSubject(key);
}

/** Removes an allowance; a missing one counts as removed. Returns the subject to deliver, if any. */
export async function dropAllowance(deps: AppDeps, key: AllowanceKey): Promise<string | null> {
  const removed = await deps.pool.transaction(async (tx) => {
    const existed = await deleteAllowance(tx, key);
    if (existed) await recordSettingsChange(tx, toSettingsChange(deps, { ...key, verb: 'deleted' }));
    return existed;
  });
  return removed ? allowanceSubject(key) : null;
}
