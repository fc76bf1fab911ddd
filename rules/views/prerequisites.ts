/** One credit requirement of the course as the LMS states it, in the order of the course. */
export interface CreditRequirement {
  namespace: string;
  name: string;
  order: number;
  status: string | null;
}

export interface Prerequisites<R extends CreditRequirement = CreditRequirement> {
  areSatisfied: boolean;
  satisfied: R[];
  failed: R[];
  pending: R[];
  declined: R[];
}

export type PrerequisiteState = 'satisfied' | 'failed' | 'pending' | 'declined';

/**
 * What must be done before the exam `contentId`: the requirements ordered before its own, all of them when it has none,
 * without grades (attempt-lifecycle §6.2). Requirements that are neither satisfied, failed nor declined are
 * pending.
 */
export function prerequisitesOf<R extends CreditRequirement>(
  requirements: readonly R[],
  contentId: string,
): Prerequisites<R> {
  const ordered = requirements.toSorted((one, other) => one.order - other.order);
  const own = ordered.findIndex(({ name }) => name === contentId);
  const earlier = (own === -1 ? ordered : ordered.slice(0, own)).filter(({ namespace }) => namespace !== 'grade');
  const having = (status: string) => earlier.filter((requirement) => requirement.status === status);
  const [satisfied, failed, declined] = [having('satisfied'), having('failed'), having('declined')];
  const decided = new Set([...satisfied, ...failed, ...declined]);
  const pending = earlier.filter((requirement) => !decided.has(requirement));
  return { areSatisfied: satisfied.length === earlier.length, satisfied, failed, pending, declined };
}

/** The one word that decides the view: a declined requirement comes first, then a failed, then a pending one. */
export function prerequisiteState({ declined, failed, pending }: Prerequisites): PrerequisiteState {
  if (declined.length > 0) return 'declined';
  if (failed.length > 0) return 'failed';
  return pending.length > 0 ? 'pending' : 'satisfied';
}
