import type { z } from 'zod';
import type { Allowance } from '../../db/allowances.ts';
import type { allowanceSchema } from '../schemas/allowance.ts';
import { wireExam } from './exam.ts';
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
