import { prerequisitesOf } from '../../rules/views/prerequisites.ts';
import type { CreditRequirement } from '../../lms/port.ts';
import { jumpPath } from '../wire/addresses.ts';

export type Prerequisite = CreditRequirement & { jumpto_url?: string | null };

export interface PrerequisiteStatus {
  /** Spelt so on the wire. */
  are_prerequisites_satisifed: boolean;
  satisfied_prerequisites: Prerequisite[];
  failed_prerequisites: Prerequisite[];
  pending_prerequisites: Prerequisite[];
  declined_prerequisites: Prerequisite[];
}

type Complete = CreditRequirement & { order: number; status: string | null };

/** The requirement, with fields that the LMS may leave out. */
export function completeRequirement(requirement: CreditRequirement): Complete {
  return { ...requirement, order: requirement.order ?? 0, status: requirement.status ?? null };
}

/**
 * How the learner stands with the credit requirements that come before this exam (rest-api §6.8). While none is declined,
 * those that failed, or else those that are pending, say where to go.
 */
export function prerequisiteStatus(
  requirements: readonly CreditRequirement[],
  exam: { courseId: string; contentId: string },
): PrerequisiteStatus {
  const { courseId, contentId } = exam;
  const { areSatisfied, satisfied, failed, pending, declined } = prerequisitesOf(
    requirements.map(completeRequirement),
    contentId,
  );
  const leading = (list: CreditRequirement[]): Prerequisite[] =>
    list.map((item) => {
      const isExam = item.namespace === 'proctored_exam';
      return { ...item, jumpto_url: isExam ? jumpPath({ courseId, contentId: item.name }) : null };
    });
  const leads = declined.length === 0;
  return {
    are_prerequisites_satisifed: areSatisfied,
    satisfied_prerequisites: satisfied,
    failed_prerequisites: leads ? leading(failed) : failed,
    pending_prerequisites: leads && failed.length === 0 ? leading(pending) : pending,
    declined_prerequisites: declined,
  };
}
