import {
  ActivityCancellationType,
  ActivityFailure,
  CancellationScope,
  isCancellation,
  log,
  proxyActivities,
  proxyLocalActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { EffectActivities, EffectInput, StoreActivities } from './activities.ts';
import { oneByOne } from './store.ts';
import { LANE_OF, type EffectKind, type Lane, type PlannedEffect } from './rules/effects.ts';

/**
 * Effects that wait for the outside are tried until they succeed or are refused for good. Every target has time limits
 * of its own that are far below the one here: a second try must not begin while the first may still succeed. That a
 * worker died shows by its heartbeat.
 */
const UNTIL_DONE = {
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '10 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
} as const;

/** Pause before the second try; each later one is twice as long, up to ten minutes. Vendors are spared. */
const FIRST_PAUSE: Record<Lane, '1 second' | '10 seconds'> = {
  vendor: '10 seconds',
  mail: '1 second',
  lms: '1 second',
  siblings: '1 second',
};

/** What the LMS is told of; all that waits goes in one activity. */
const LMS_SUMMARY = {
  'complete-unit': 'unit completed',
  'set-credit': 'credit requirement',
  'remove-credit': 'credit requirement taken back',
  'override-grade': 'grade override',
  'invalidate-certificate': 'certificate invalidated',
  'undo-grade-override': 'grade override undone',
  'publish-exam-event': 'exam event',
  'erase-answers': 'answers erased',
  'notify-support': 'support notice',
  track: 'tracking event',
  'announce-status': 'status',
} as const satisfies Partial<Record<EffectKind, string>>;

type LmsKind = keyof typeof LMS_SUMMARY;

const ACTIVITY_OF = {
  'decline-siblings': { name: 'declineSiblings', summary: 'decline the other exams of the course' },
  'send-mail': { name: 'sendMail', summary: 'mail' },
  'clear-blocked-attempts': { name: 'clearBlockedAttempts', summary: 'clear attempts that waited for onboarding' },
  'start-at-vendor': { name: 'startAtVendor', summary: 'vendor: started' },
  'stop-at-vendor': { name: 'stopAtVendor', summary: 'vendor: handed in' },
  'mark-erroneous-at-vendor': { name: 'markErroneousAtVendor', summary: 'vendor: error' },
  'remove-at-vendor': { name: 'removeAtVendorLater', summary: 'vendor: removed' },
} as const satisfies Record<Exclude<EffectKind, LmsKind>, { name: keyof EffectActivities; summary: string }>;

const quick = proxyLocalActivities<StoreActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { maximumAttempts: 1 },
});

function isForLms(kind: EffectKind): kind is LmsKind {
  return kind in LMS_SUMMARY;
}

function isAnnouncement({ effect }: PlannedEffect): boolean {
  return effect.kind === 'track' || effect.kind === 'announce-status';
}

function lmsSummaryOf({ effect }: PlannedEffect): string {
  if (!isForLms(effect.kind)) return effect.kind;
  const plain = LMS_SUMMARY[effect.kind];
  if (effect.kind === 'set-credit') return `${plain} ${effect.status}`;
  return effect.kind === 'publish-exam-event' ? `${plain} ${effect.event}` : plain;
}

/** The weighty effects by name; announcements go without saying. */
function batchSummary(batch: readonly PlannedEffect[]): string {
  const weighty = batch.filter((planned) => !isAnnouncement(planned));
  const named = (weighty.length > 0 ? weighty : batch).map(lmsSummaryOf);
  return `LMS: ${[...new Set(named)].join(', ')}`;
}

function patient(lane: Lane, summary: string) {
  const retry = { initialInterval: FIRST_PAUSE[lane], backoffCoefficient: 2, maximumInterval: '10 minutes' } as const;
  return proxyActivities<EffectActivities>({ ...UNTIL_DONE, retry, summary });
}

/**
 * Runs an attempt's effects: in order within a lane, while the lanes do not wait for one another, so that a vendor that
 * is down for a day holds up neither mail nor grades.
 */
export class EffectLanes {
  private readonly queues: Record<Lane, PlannedEffect[]> = { vendor: [], mail: [], lms: [], siblings: [] };
  private readonly busy = new Set<Lane>();
  private readonly scope = new CancellationScope();
  private readonly subject: () => { attemptId: number; attemptCode: string };

  constructor(subject: () => { attemptId: number; attemptCode: string }) {
    this.subject = subject;
  }

  add(effects: readonly PlannedEffect[]): void {
    for (const planned of effects) this.queues[LANE_OF[planned.effect.kind]].push(planned);
    for (const lane of Object.keys(this.queues) as Lane[]) {
      if (this.queues[lane].length > 0 && !this.busy.has(lane)) {
        this.busy.add(lane);
        void this.scope.run(() => this.drain(lane));
      }
    }
  }

  /** Whether the effect waits or is under way. */
  holds(key: string): boolean {
    return Object.values(this.queues).some((queue) => queue.some((planned) => planned.key === key));
  }

  /** Nothing waits and nothing is under way. */
  get idle(): boolean {
    return this.busy.size === 0;
  }

  /** Begins nothing more. What is under way may still succeed; the lanes are idle when it has ended. */
  stop(): void {
    this.scope.cancel();
  }

  /** What is not done yet, in order. */
  get waiting(): PlannedEffect[] {
    return Object.values(this.queues).flat();
  }

  /** Once the lanes are stopped a failed try is the last one, though not a refusal: it is for the next run to repeat. */
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
   * Tells the LMS of all that waits, in one activity. Announcements alone cost less: they go with the change itself, as
   * long as the LMS takes them at once. Answers how many effects are finished.
   */
  private async tellLms(batch: readonly PlannedEffect[]): Promise<number> {
    const inputs = batch.map((planned) => this.inputOf(planned));
    if (batch.every(isAnnouncement)) {
      try {
        await oneByOne(() => quick.announce(inputs));
        return batch.length;
      } catch (error) {
        if (this.isGivenUp(error)) throw error;
      }
    }
    return await patient('lms', batchSummary(batch)).tellLms(inputs);
  }

  /** Carries out the first effect of a queue, or all of them where they go together; answers how many are finished. */
  private async carryOut({ effect, ...planned }: PlannedEffect, queue: readonly PlannedEffect[]): Promise<number> {
    try {
      if (isForLms(effect.kind)) return await this.tellLms([...queue]);
      const { name, summary } = ACTIVITY_OF[effect.kind];
      const named = effect.kind === 'send-mail' ? `${summary}: ${effect.mail}` : summary;
      await patient(LANE_OF[effect.kind], named)[name](this.inputOf({ effect, ...planned }));
    } catch (error) {
      if (this.isGivenUp(error)) throw error;
      // Refused for good: the activity has recorded it for people to see, and later effects go on.
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
