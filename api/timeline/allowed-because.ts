import type { Attempt } from '../../db/attempts.ts';
import type { TransitionRow } from '../../db/timeline.ts';

type Step = Pick<TransitionRow, 'version' | 'event' | 'minutes' | 'actorUsername' | 'reason' | 'at'>;

/** Extra time that somebody gave; `at` in epoch milliseconds. */
export interface GivenTime {
  minutes: number;
  /** An allowance is a plan; the rest makes up for incidents. */
  kind: 'planned' | 'incident';
  /** User name; null where it is not known. */
  by: string | null;
  reason: string | null;
  at: number;
}

/**
 * Why an attempt has more time than its exam: its allowance, with who granted it and why, and what was given for incidents
 * and not undone.
 */
export function allowedBecause(
  { grant }: Pick<Attempt, 'grant'>,
  steps: readonly Step[],
  granted: { by: string | null; reason: string | null } | null,
): GivenTime[] {
  const told = steps.findLast(({ event }) => event === 'extra-time')?.actorUsername ?? null;
  const { by: giver, reason: why } = granted ?? { by: null, reason: null };
  const planned: GivenTime[] =
    grant && grant.additionalMins > 0
      ? [{ minutes: grant.additionalMins, kind: 'planned', by: giver ?? told, reason: why, at: grant.at }]
      : [];
  // Only the latest change can be undone, so an undo follows at once on what it takes back.
  const isUndone = ({ version }: Step) => steps.some((step) => step.event === 'undo' && step.version === version + 1);
  const incidents = steps.flatMap((step): GivenTime[] => {
    const { minutes, actorUsername: by, reason, at } = step;
    return minutes === null || isUndone(step) ? [] : [{ minutes, kind: 'incident', by, reason, at }];
  });
  return [...planned, ...incidents];
}
