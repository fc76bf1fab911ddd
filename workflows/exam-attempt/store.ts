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
import { Turns } from './turns.ts';

/**
 * Local activities cost one event each, but while one is tried again, every eight seconds cost three. Their tries are
 * counted, since a time limit over all tries does not end them.
 */
const QUICK = {
  startToCloseTimeout: '5 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '2 seconds', maximumAttempts: 6 },
} as const;
const quick = proxyLocalActivities<StoreActivities>(QUICK);

/** However long an outage, its only cost in history is the one activity that waits for its end. */
const patient = proxyActivities<StoreActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
  summary: 'Postgres: tried until it answers',
});

type StoreCall = keyof Omit<StoreActivities, 'announce'>;
type Input<Call extends StoreCall> = Parameters<StoreActivities[Call]>[0];
interface CallOptions {
  giveUp?: boolean;
  summary?: string;
}
type Answer<Call extends StoreCall> = Awaited<ReturnType<StoreActivities[Call]>>;

/** Whether a call that failed with this may succeed later. A local activity fails with the cause itself. */
function isTemporary(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  const isFinal = cause instanceof ApplicationFailure && cause.nonRetryable === true;
  return error instanceof TemporalFailure && !isCancellation(error) && !isFinal;
}

/** An attempt's way to Postgres. Each workflow has its own, since all of them share the modules. */
export class Store {
  /**
   * A local activity starts only after the previous one has ended. If two ran side by side, the one that started first
   * would always end first on replay, even if it had not, so what follows them would differ.
   */
  readonly turns = new Turns();

  /**
   * Makes a call to Postgres until it is done; throws its refusal. If a caller is waiting who would no longer want it after
   * an outage (`giveUp`), throws `service_unavailable` after some seconds instead; `recordChange` refuses whatever is too
   * late for them in any case. `summary` is what the Temporal UI says beside the name of the call.
   */
  async call<Call extends StoreCall>(
    call: Call,
    input: Input<Call>,
    { giveUp = false, summary }: CallOptions = {},
  ): Promise<Answer<Call>> {
    const run = (activities: Record<StoreCall, (input: never) => Promise<unknown>>) =>
      activities[call](input as never) as Promise<Answer<Call>>;
    try {
      try {
        const local = summary === undefined ? quick : proxyLocalActivities<StoreActivities>({ ...QUICK, summary });
        return await this.turns.take(() => run(local));
      } catch (error) {
        if (!isTemporary(error)) throw error;
        if (giveUp) throw refuse('service_unavailable');
        return await run(patient);
      }
    } catch (error) {
      const refusal = refusalOf(error);
      throw refusal ? refuse(refusal) : error;
    }
  }
}
