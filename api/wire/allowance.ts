import type { z } from 'zod';
import type { Allowance } from '../../db/allowances.ts';
import type { allowanceSchema } from '../schemas/allowance.ts';
import { wireExam } from './exam.ts';
import { POLICY_EXCEPTION } from '../../db/allowances.ts';
import { ADDITIONAL_TIME } from '../../rules/attempt/minutes.ts';
import { wireTime } from './time.ts';

export function wireAllowance(allowance: Allowance): z.output<typeof allowanceSchema> {
  return {
    id: allowance.id,
    created: wireTime(allowance.created),
    modified: wireTime(allowance.modified),
    user: allowance.user,
    key: allowance.key,
    value: allowance.value,
    proctored_exam: wireExam(allowance.exam),
  };
}

/** The word of the console for what is stored under a key; a key of one's own is its own word. */
export const KINDS = { minutes: ADDITIONAL_TIME, multiplier: ADDITIONAL_TIME, policy: POLICY_EXCEPTION } as const;

/** The key under which a kind of the console is stored. */
export function keyOfKind(kind: string): string {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind as keyof typeof KINDS] : kind;
}

/** What an allowance grants, in the words of the console: extra time as minutes or as the multiplier that was given. */
export function wireValue<Value extends string | null>(stored: { key: string; value: Value; factor: string | null }) {
  const { key, value, factor } = stored;
  if (key === POLICY_EXCEPTION) return { kind: 'policy', value };
  if (key !== ADDITIONAL_TIME) return { kind: key, value };
  return factor === null ? { kind: 'minutes', value } : { kind: 'multiplier', value: factor };
}
