import type { CreditRequirement } from '../ports.ts';
import { jumpPath } from '../wire/addresses.ts';

export interface PrerequisiteStatus {
  /** Spelt so on the wire. */
  are_prerequisites_satisifed: boolean;
  satisfied_prerequisites: Prerequisite[];
  failed_prerequisites: Prerequisite[];
  pending_prerequisites: Prerequisite[];
  declined_prerequisites: Prerequisite[];
}

export type Prerequisite = CreditRequirement & { jumpto_url?: string | null };

function requirementsBefore(requirements: readonly CreditRequirement[], contentId: string): CreditRequirement[] {
  const ordered = requirements
    .filter(({ namespace }) => namespace !== 'grade')
    .toSorted((one, other) => (one.order ?? 0) - (other.order ?? 0));
  const own = ordered.findIndex(({ name }) => name === contentId);
  return own === -1 ? ordered : ordered.slice(0, own);
}

/** How the learner stands with the credit requirements that come before this exam (rest-api §6.8). */
export function prerequisiteStatus(
  requirements: readonly CreditRequirement[],
  exam: { courseId: string; contentId: string },
): PrerequisiteStatus {
  const status: PrerequisiteStatus = {
    are_prerequisites_satisifed: true,
    satisfied_prerequisites: [],
    failed_prerequisites: [],
    pending_prerequisites: [],
    declined_prerequisites: [],
  };
  const listOf: Record<string, Prerequisite[]> = {
    satisfied: status.satisfied_prerequisites,
    failed: status.failed_prerequisites,
    declined: status.declined_prerequisites,
  };
  for (const requirement of requirementsBefore(requirements, exam.contentId)) {
    (listOf[requirement.status ?? ''] ?? status.pending_prerequisites).push({ ...requirement });
  }
  const { failed_prerequisites: failed, pending_prerequisites: pending, declined_prerequisites: declined } = status;
  status.are_prerequisites_satisifed = failed.length + pending.length + declined.length === 0;
  if (declined.length === 0) {
    for (const item of failed.length > 0 ? failed : pending) {
      const { courseId } = exam;
      item.jumpto_url = item.namespace === 'proctored_exam' ? jumpPath({ courseId, contentId: item.name }) : null;
    }
  }
  return status;
}
