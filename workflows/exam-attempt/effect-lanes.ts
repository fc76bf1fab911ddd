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
import { LANE_OF, type EffectKind, type Lane, type PlannedEffect } from './rules/effects.ts';

type Name = keyof EffectActivities;

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

const ACTIVITY_OF: Record<Exclude<EffectKind, 'track' | 'announce-status'>, { name: Name; summary: string }> = {
  'complete-unit': { name: 'completeUnit', summary: 'LMS: unit completed' },
  'set-credit': { name: 'setCredit', summary: 'LMS: credit requirement' },
  'remove-credit': { name: 'removeCredit', summary: 'LMS: credit requirement taken back' },
  'decline-siblings': { name: 'declineSiblings', summary: 'decline the other exams of the course' },
  'override-grade': { name: 'overrideGrade', summary: 'LMS: grade override' },
  'invalidate-certificate': { name: 'invalidateCertificate', summary: 'LMS: certificate invalidated' },
  'undo-grade-override': { name: 'undoGradeOverride', summary: 'LMS: grade override undone' },
  'publish-exam-event': { name: 'publishExamEvent', summary: 'LMS: exam event' },
  'send-mail': { name: 'sendMail', summary: 'mail' },
  'clear-blocked-attempts': { name: 'clearBlockedAttempts', summary: 'clear attempts that waited for onboarding' },
  'start-at-vendor': { name: 'startAtVendor', summary: 'vendor: started' },
  'stop-at-vendor': { name: 'stopAtVendor', summary: 'vendor: handed in' },
  'mark-erroneous-at-vendor': { name: 'markErroneousAtVendor', summary: 'vendor: error' },
  'remove-at-vendor': { name: 'removeAtVendorLater', summary: 'vendor: removed' },
  'erase-answers': { name: 'eraseAnswers', summary: 'LMS: answers erased' },
  'notify-support': { name: 'notifySupport', summary: 'LMS: support notice' },
};

const quick = proxyLocalActivities<StoreActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { maximumAttempts: 1 },
});

function isAnnouncement({ effect }: PlannedEffect): boolean {
  return effect.kind === 'track' || effect.kind === 'announce-status';
}

function summaryOf({ effect }: PlannedEffect, plain: string): string {
  if (effect.kind === 'send-mail') return `mail: ${effect.mail}`;
  if (effect.kind === 'set-credit') return `${plain}: ${effect.status}`;
  return effect.kind === 'publish-exam-event' ? `${plain}: ${effect.event}` : plain;
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

  private async drain(lane: Lane): Promise<void> {
    const queue = this.queues[lane];
    try {
      for (let next = queue[0]; next; next = queue[0]) {
        const announcements = queue.findIndex((planned) => !isAnnouncement(planned));
        const batch = announcements === 0 ? [next] : queue.slice(0, announcements < 0 ? queue.length : announcements);
        await this.run(batch);
        queue.splice(0, batch.length);
      }
    } catch (error) {
      if (!isCancellation(error)) throw error;
    } finally {
      this.busy.delete(lane);
    }
  }

  private async run(batch: PlannedEffect[]): Promise<void> {
    const inputs = batch.map((planned): EffectInput => ({ ...planned, ...this.subject() }));
    const [first] = batch;
    if (!first) return;
    if (!isAnnouncement(first)) return this.untilDone(first);
    try {
      await quick.announce(inputs);
    } catch (error) {
      if (isCancellation(error)) throw error;
      for (const planned of batch) await this.untilDone(planned);
    }
  }

  private async untilDone(planned: PlannedEffect): Promise<void> {
    const { kind } = planned.effect;
    const { name, summary } =
      kind === 'track' || kind === 'announce-status'
        ? { name: 'announceLater' as const, summary: 'LMS: tracking event' }
        : ACTIVITY_OF[kind];
    const activities = proxyActivities<EffectActivities>({
      ...UNTIL_DONE,
      retry: { initialInterval: FIRST_PAUSE[LANE_OF[kind]], backoffCoefficient: 2, maximumInterval: '10 minutes' },
      summary: summaryOf(planned, summary),
    });
    const run = activities[name] as (input: EffectInput) => Promise<void>;
    try {
      await run({ ...planned, ...this.subject() });
    } catch (error) {
      if (isCancellation(error)) throw error;
      // Refused for good: the activity has recorded it for people to see, and later effects go on.
      log.warn('effect refused', { key: planned.key, cause: causeOf(error) });
    }
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) return 'timeout';
  return cause instanceof Error ? cause.name : 'unknown';
}
