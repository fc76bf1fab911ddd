import { setTimeout as wait } from 'node:timers/promises';
import type { VendorMemory, WatchedAttempt } from './attempts.ts';
import type { Callbacks } from './callbacks.ts';
import type { MockVendorEnvironment, Finding } from './environment.ts';

/** What the proctoring application and the reviewers do of their own accord. */
export interface Behaviour {
  registered(attempt: WatchedAttempt): void;
  downloadVisited(attempt: WatchedAttempt): void;
  statusChanged(attempt: WatchedAttempt, status: string): void;
  /** A person chose the outcome of the review: it takes effect at once if the attempt is already submitted. */
  outcomeChosen(attempt: WatchedAttempt, outcome: Finding): void;
}

interface BehaviourDependencies {
  environment: MockVendorEnvironment;
  memory: VendorMemory;
  callbacks: Callbacks;
  signal: AbortSignal;
  /** Called for a callback that the service never accepted. */
  onFailure: (error: unknown) => void;
}

export function createBehaviour({
  environment,
  memory,
  callbacks,
  signal,
  onFailure,
}: BehaviourDependencies): Behaviour {
  function after(pauseMs: number, act: () => Promise<void>): void {
    wait(pauseMs, undefined, { signal })
      .then(act)
      .catch((error: unknown) => {
        if (!signal.aborted) onFailure(error);
      });
  }

  const becomeReady = (attempt: WatchedAttempt) =>
    after(environment.READY_AFTER_MS, async () => {
      await callbacks.ready(attempt.id);
      attempt.isAppRunning = true;
    });

  /** Only one review is planned at a time: a person's decision replaces that of the reviewers. */
  const plannedReviews = new WeakMap<WatchedAttempt, symbol>();

  function review(attempt: WatchedAttempt, pauseMs: number): void {
    const plan = Symbol('review');
    plannedReviews.set(attempt, plan);
    after(pauseMs, async () => {
      const outcome = attempt.outcome ?? memory.settings.outcome;
      const isObsolete = plannedReviews.get(attempt) !== plan || !memory.attempts.has(attempt.id);
      if (isObsolete || outcome === 'silence') return;
      await callbacks.reviewed(attempt.id, outcome, memory.settings.reviewer);
      attempt.reviewed = outcome;
    });
  }

  return {
    registered(attempt) {
      if (environment.READY_ON === 'registration') becomeReady(attempt);
    },
    downloadVisited(attempt) {
      if (environment.READY_ON === 'download' || !attempt.isAppRunning) becomeReady(attempt);
    },
    statusChanged(attempt, status) {
      attempt.status = status;
      if (status !== 'submitted') return;
      attempt.isAppRunning = false;
      review(attempt, environment.REVIEW_AFTER_MS);
    },
    outcomeChosen(attempt, outcome) {
      attempt.outcome = outcome;
      if (attempt.status === 'submitted') review(attempt, 0);
    },
  };
}
