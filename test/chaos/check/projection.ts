import type { AttemptRead, Evidence, Violation } from './evidence.ts';
import { isRemoved, RUNNING } from './wishes-and-steps.ts';

function differencesOf(attempt: AttemptRead): string[] {
  const { workflow, steps } = attempt;
  if (!workflow) return ['has no workflow'];
  const gap = steps.find(({ version }, index) => version !== index + 1);
  const pairs: [string, unknown, unknown][] = [
    ['version', steps.at(-1)?.version, workflow.version],
    ['status', attempt.status, workflow.status],
    ['startedAt', attempt.startedAt, workflow.startedAt],
    ['completedAt', attempt.completedAt, workflow.completedAt],
    ['removal', isRemoved(attempt), workflow.isDeleted],
  ];
  return [
    ...(gap ? [`has change ${gap.version} in the wrong place`] : []),
    ...pairs
      .filter(([, read, known]) => read !== known)
      .map(([field, read, known]) => `is read with ${field} ${String(read)}, and its workflow has ${String(known)}`),
  ];
}

/** What is read of an attempt is what its workflow knows. */
export function checkProjection({ attempts }: Evidence): Violation[] {
  return attempts.flatMap((attempt) =>
    differencesOf(attempt).map((what): Violation => ({ rule: 'projection', what: `attempt ${attempt.id} ${what}` })),
  );
}

/** Nothing is left over: no effect waits for ever, and no exam runs past its end. */
export function checkSettled({ attempts, readAt }: Evidence): Violation[] {
  return attempts.flatMap((attempt): Violation[] => {
    const { id, effects, status, endsAt } = attempt;
    const waiting = effects.filter(({ outcome }) => outcome === 'pending').map(({ key }) => key);
    const isLate = RUNNING.includes(status) && !isRemoved(attempt) && endsAt !== null && endsAt < readAt;
    return [
      ...waiting.map((key): Violation => ({ rule: 'settled', what: `${key} has never ended` })),
      ...(isLate ? [{ rule: 'settled', what: `attempt ${id} still runs after its end` } as const] : []),
    ];
  });
}
