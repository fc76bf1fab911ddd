import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  TemporalFailure,
} from '@temporalio/workflow';
import type { StoreActivities } from './activities.ts';
import { refusalOf, refuse } from '../refusals.ts';

/**
 * Local activities cost one event each, but while one is tried again, every eight seconds cost three. Their tries are
 * counted, since a time limit over all tries does not end them.
 */
const quick = proxyLocalActivities<StoreActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '2 seconds', maximumAttempts: 6 },
});

/** An outage of any length costs no history beyond the one activity that waits for its end. */
const patient = proxyActivities<StoreActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
  summary: 'Postgres: tried until it answers',
});

type Step = keyof Omit<StoreActivities, 'announce'>;
type Input<S extends Step> = Parameters<StoreActivities[S]>[0];
type Answer<S extends Step> = Awaited<ReturnType<StoreActivities[S]>>;

/** Whether a step that failed with this may succeed later. A local activity fails with the cause itself. */
function isPassing(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  const isFinal = cause instanceof ApplicationFailure && cause.nonRetryable === true;
  return error instanceof TemporalFailure && !isCancellation(error) && !isFinal;
}

let before: Promise<unknown> = Promise.resolve();

/**
 * Begins a local activity when the one before it has ended. Of two that had run side by side the one that began first
 * ends first on replay, whichever did in truth, so what follows them would not be the same.
 */
export function oneByOne<T>(run: () => Promise<T>): Promise<T> {
  const mine = before.then(run);
  before = mine.catch(() => {});
  return mine;
}

/**
 * Runs a step on Postgres until it is done; throws the refusal that it answers. Where somebody waits who would not want
 * it any more after an outage (`giveUp`), throws `service_unavailable` after some seconds instead; what comes too late for
 * them is refused by `recordChange` in any case.
 */
export async function stored<S extends Step>(step: S, input: Input<S>, { giveUp = false } = {}): Promise<Answer<S>> {
  const run = (store: Record<Step, (input: never) => Promise<unknown>>) =>
    store[step](input as never) as Promise<Answer<S>>;
  try {
    try {
      return await oneByOne(() => run(quick));
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (giveUp) throw refuse('service_unavailable');
      return await run(patient);
    }
  } catch (error) {
    const refusal = refusalOf(error);
    throw refusal ? refuse(refusal) : error;
  }
}
