import { CancellationScope } from '@temporalio/workflow';

/**
 * Makes work go on when somebody presses *Cancel* in the Temporal UI. Message handlers start outside the workflow's
 * main function, so each handler needs it as well.
 */
export function shieldFromCancellation<Args extends unknown[], Answer>(
  work: (...args: Args) => Promise<Answer>,
): (...args: Args) => Promise<Answer> {
  return (...args) => CancellationScope.nonCancellable(() => work(...args));
}

/** Calls `react` when the workflow is asked to end; call it where no other scope is around. */
export function onCancellation(react: () => Promise<void>): void {
  const asked = CancellationScope.current().cancelRequested;
  void asked.catch(shieldFromCancellation(react));
}
