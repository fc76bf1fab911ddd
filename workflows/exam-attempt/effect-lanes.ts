import {
  ActivityCancellationType,
  ActivityFailure,
  CancellationScope,
  isCancellation,
  log,
  proxyActivities,
  proxyLocalActivities,
  sleep,
  TimeoutFailure,
  workflowInfo,
} from '@temporalio/workflow';
import { type AfterFirstTry, type EffectActivities, type EffectInput, type StoreActivities } from './activities.ts';
import { isPostponed, isRefusal, whatRemainsOf } from './first-tries.ts';
import { laneQueueOf } from '../lane-queues.ts';
import type { Turns } from './turns.ts';
import { activityOf, isLone, summaryOf, summaryOfAll } from './effect-activities.ts';
import { EFFECTS, type Lane, type LoneKind, type PlannedEffect } from '../../rules/attempt/effects.ts';

/**
 * Effects on external targets are tried until they succeed or are refused for good. Every target has its own time limits,
 * far below this one, because a second try must not begin while the first may still succeed. A dead worker is noticed by
 * its missing heartbeat.
 */
const UNTIL_DONE = {
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '10 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
} as const;

/** Pause before the second try; each later one is twice as long, up to ten minutes. This spares vendors. */
const FIRST_PAUSE: Record<Lane, '1 second' | '10 seconds'> = {
  vendor: '10 seconds',
  mail: '1 second',
  lms: '1 second',
  siblings: '1 second',
};

/** With the change itself, once and soon or not at all. */
const AT_ONCE = { startToCloseTimeout: '5 seconds', retry: { maximumAttempts: 1 } } as const;

/** What takes long, because it waits for other workflows, is not tried with the change. */
const TRIED_AT_ONCE: readonly Lane[] = ['vendor', 'mail', 'lms'];

function activitiesIn(lane: Lane, summary: string) {
  const retry = { initialInterval: FIRST_PAUSE[lane], backoffCoefficient: 2, maximumInterval: '10 minutes' } as const;
  const taskQueue = laneQueueOf(workflowInfo().taskQueue, lane);
  return proxyActivities<EffectActivities>({ ...UNTIL_DONE, taskQueue, retry, summary });
}

type SentAlone = PlannedEffect & { effect: { kind: LoneKind } };

function isSentAlone(planned: PlannedEffect): planned is SentAlone {
  return planned.isShared !== true && isLone(planned.effect.kind);
}

/**
 * Runs an attempt's effects, in order within a lane. Lanes do not wait for each other, so a vendor that is down for a day
 * holds up neither email nor grades.
 */
export class EffectLanes {
  private readonly queues: Record<Lane, PlannedEffect[]> = { vendor: [], mail: [], lms: [], siblings: [] };
  private readonly busy = new Set<Lane>();
  /** Stopped only by us; a cancellation of the workflow does not reach it. */
  private readonly scope = new CancellationScope({
    cancellable: true,
    parent: new CancellationScope({ cancellable: false }),
  });
  private readonly turns: Turns;
  private readonly subject: () => { attemptId: number; attemptCode: string };
  private readonly triesAtOnce: boolean;

  /** `turns`: those of local activities. `triesAtOnce`: the first try of an effect belongs to the task of its change. */
  constructor(turns: Turns, subject: () => { attemptId: number; attemptCode: string }, triesAtOnce: boolean) {
    this.turns = turns;
    this.subject = subject;
    this.triesAtOnce = triesAtOnce;
  }

  add(effects: readonly PlannedEffect[]): void {
    for (const planned of effects) this.queues[EFFECTS[planned.effect.kind].lane].push(planned);
    for (const lane of Object.keys(this.queues) as Lane[]) {
      if (this.queues[lane].length > 0 && !this.busy.has(lane)) {
        this.busy.add(lane);
        void this.scope.run(() => this.drain(lane));
      }
    }
  }

  /** Whether the effect is waiting or running. */
  holds(key: string): boolean {
    return Object.values(this.queues).some((queue) => queue.some((planned) => planned.key === key));
  }

  /** Something in the lane is waiting or running. */
  isBusy(lane: Lane): boolean {
    return this.busy.has(lane);
  }

  /** Lanes in which nothing is waiting or running, and whose first effect is tried in the task of its change. */
  get free(): Lane[] {
    return this.triesAtOnce ? TRIED_AT_ONCE.filter((lane) => !this.busy.has(lane)) : [];
  }

  /** Nothing is waiting or running. */
  get idle(): boolean {
    return this.busy.size === 0;
  }

  /** Starts nothing more. Running effects may still succeed; the lanes are idle once they have ended. */
  stop(): void {
    this.scope.cancel();
  }

  /** What is not yet done, in order. */
  get waiting(): PlannedEffect[] {
    return Object.values(this.queues).flat();
  }

  /** Once the lanes are stopped, a failed try is the last one but not a refusal: the next run repeats it. */
  private isGivenUp(error: unknown): boolean {
    return isCancellation(error) || this.scope.consideredCancelled;
  }

  private async drain(lane: Lane): Promise<void> {
    const queue = this.queues[lane];
    try {
      for (let next = queue[0]; next; next = queue[0]) {
        const finished = await this.carryOut(next, queue);
        queue.splice(0, finished);
      }
    } catch (error) {
      if (!this.isGivenUp(error)) throw error;
    } finally {
      this.busy.delete(lane);
    }
  }

  /**
   * Sends all announcements at the head of the queue together. They go with the change itself as long as the LMS accepts
   * them at once, which costs less than an activity. Returns how many effects are finished.
   */
  private async announce(queue: readonly PlannedEffect[]): Promise<number> {
    const end = queue.findIndex(isSentAlone);
    const batch = end === -1 ? [...queue] : queue.slice(0, end);
    const inputs = batch.map((planned) => this.inputOf(planned));
    const summary = summaryOfAll(batch.map(({ effect }) => effect));
    try {
      const atOnce = proxyLocalActivities<StoreActivities>({ ...AT_ONCE, summary });
      await this.turns.take(() => atOnce.announce(inputs));
      return batch.length;
    } catch (error) {
      if (this.isGivenUp(error)) throw error;
    }
    return await activitiesIn('lms', summary).announceLater(inputs);
  }

  /**
   * Carries out one effect: with the change itself if its target takes it at once, which costs less than an activity, and
   * otherwise with as many tries as it needs.
   */
  private async sendAlone(planned: SentAlone): Promise<void> {
    const { effect } = planned;
    const { lane } = EFFECTS[effect.kind];
    const [name, summary] = [activityOf(effect.kind), summaryOf(effect)];
    const input = this.inputOf(planned);
    let afterFirstTry: AfterFirstTry | null = null;
    if (this.triesAtOnce && TRIED_AT_ONCE.includes(lane)) {
      try {
        const atOnce = proxyLocalActivities<EffectActivities>({ ...AT_ONCE, summary });
        await this.turns.take(() => atOnce[name](input));
        return;
      } catch (error) {
        if (this.isGivenUp(error) || isRefusal(error)) throw error;
        afterFirstTry = whatRemainsOf(error);
        // A target that has failed is spared as after any other failure.
        if (afterFirstTry === null && !isPostponed(error)) await sleep(FIRST_PAUSE[lane], { summary });
      }
    }
    await activitiesIn(lane, summary)[name](afterFirstTry ? { ...input, afterFirstTry } : input);
  }

  /** Carries out the first effect of a queue, or several that go together; returns how many are finished. */
  private async carryOut(planned: PlannedEffect, queue: readonly PlannedEffect[]): Promise<number> {
    try {
      if (!isSentAlone(planned)) return await this.announce(queue);
      await this.sendAlone(planned);
    } catch (error) {
      if (this.isGivenUp(error)) throw error;
      // Refused for good: the activity has recorded it for people to see, and later effects continue.
      log.warn('effect refused', { key: planned.key, cause: causeOf(error) });
    }
    return 1;
  }

  private inputOf(planned: PlannedEffect): EffectInput {
    return { ...planned, ...this.subject() };
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) return 'timeout';
  return cause instanceof Error ? cause.name : 'unknown';
}
