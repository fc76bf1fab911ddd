/** More attempts than any exam has; a bulk act takes no more. */
export const MOST_TARGETS = 5_000;

/** How many attempts a bulk act changes in a second at most, so that learners who wait for an answer hardly notice. */
export const TARGETS_PER_SECOND = 50;

/** What has become of one attempt of a bulk act. */
export const TARGET_OUTCOMES = {
  pending: { isOpen: true, description: 'Its turn has not come' },
  done: { isOpen: false, description: 'Done' },
  failed: { isOpen: false, description: 'Not done, for the reason in `detail`; can be tried again' },
  undoing: { isOpen: true, description: 'Is to be undone' },
  undone: { isOpen: false, description: 'Undone, or never done because the act was taken back before its turn' },
  not_undone: { isOpen: false, description: 'Done, and could not be undone, for the reason in `detail`' },
} as const satisfies Record<string, { isOpen: boolean; description: string }>;

export type TargetOutcome = keyof typeof TARGET_OUTCOMES;
export const OUTCOME_NAMES = Object.keys(TARGET_OUTCOMES) as [TargetOutcome, ...TargetOutcome[]];

/** Outcomes of attempts with which there is something left to do. */
export const OPEN_OUTCOMES = OUTCOME_NAMES.filter((name) => TARGET_OUTCOMES[name].isOpen);

/** What somebody may ask of a bulk act once it has begun, as which outcomes it begins anew. */
export const FOLLOW_UPS = {
  retry: { from: ['failed'], to: 'pending' },
  undo: { from: ['pending', 'done'], to: 'undoing' },
} as const satisfies Record<string, { from: readonly TargetOutcome[]; to: TargetOutcome }>;

export type FollowUp = keyof typeof FOLLOW_UPS;

/** How an attempt ends that had this outcome while there was something left to do. */
export function settle(open: TargetOutcome, hasWorked: boolean): TargetOutcome {
  if (open === 'undoing') return hasWorked ? 'undone' : 'not_undone';
  return hasWorked ? 'done' : 'failed';
}

/**
 * For how long what is done to so many attempts can be undone, in milliseconds from the beginning: the usual time after the
 * last of them. 0: not at all.
 */
export function undoMsOf(targets: number, windowSeconds: number): number {
  return windowSeconds === 0 ? 0 : (windowSeconds + Math.ceil(targets / TARGETS_PER_SECOND)) * 1000;
}
