import { ACCESS_CHECKS } from './checks/access.ts';
import { ATTEMPT_CHECKS } from './checks/attempts.ts';
import { CALLBACK_CHECKS } from './checks/callbacks.ts';
import { EXAM_CHECKS } from './checks/exams.ts';
import { LEARNER_CHECKS } from './checks/learners.ts';

/** Everything that is asked of a vendor, in order. */
export const ALL_CHECKS = [...ACCESS_CHECKS, ...EXAM_CHECKS, ...ATTEMPT_CHECKS, ...LEARNER_CHECKS, ...CALLBACK_CHECKS];
