import type { Status } from './statuses.ts';

/** What an attempt looked like when the effect arose; tracking events tell it as it was then. */
export interface AttemptSnapshot {
  status: Status;
  startedAt: number | null;
  completedAt: number | null;
  allowedTimeLimitMins: number | null;
  at: number;
}

export type ExamEventName = 'submitted' | 'verified' | 'rejected' | 'errored' | 'reset';

/** Everything a transition can cause outside the attempt (attempt-lifecycle §4). */
export type Effect =
  | { kind: 'complete-unit' }
  | { kind: 'set-credit'; status: 'satisfied' | 'failed' | 'declined' | 'submitted' }
  | { kind: 'remove-credit' }
  | { kind: 'decline-siblings' }
  | { kind: 'override-grade'; overriderId: number | null }
  | { kind: 'invalidate-certificate' }
  | { kind: 'undo-grade-override' }
  | { kind: 'publish-exam-event'; event: ExamEventName; requestedBy: number | null }
  | { kind: 'send-mail'; mail: 'submitted' | 'verified' | 'rejected' }
  | { kind: 'clear-blocked-attempts' }
  | { kind: 'start-at-vendor' }
  | { kind: 'stop-at-vendor' }
  | { kind: 'mark-erroneous-at-vendor' }
  | { kind: 'remove-at-vendor' }
  | { kind: 'erase-answers'; requestedBy: number | null }
  | { kind: 'notify-support'; reviewStatus: string }
  | { kind: 'track'; verb: string; snapshot: AttemptSnapshot; reviewStatus?: string }
  | { kind: 'announce-status'; status: Status; withNames: boolean };

export type EffectKind = Effect['kind'];

/** Effects of one target run in order and do not wait for another target's outage. */
export const LANES = ['vendor', 'mail', 'lms', 'siblings'] as const;
export type Lane = (typeof LANES)[number];

export const LANE_OF: Record<EffectKind, Lane> = {
  'complete-unit': 'lms',
  'set-credit': 'lms',
  'remove-credit': 'lms',
  'decline-siblings': 'siblings',
  'override-grade': 'lms',
  'invalidate-certificate': 'lms',
  'undo-grade-override': 'lms',
  'publish-exam-event': 'lms',
  'send-mail': 'mail',
  'clear-blocked-attempts': 'siblings',
  'start-at-vendor': 'vendor',
  'stop-at-vendor': 'vendor',
  'mark-erroneous-at-vendor': 'vendor',
  'remove-at-vendor': 'vendor',
  'erase-answers': 'lms',
  'notify-support': 'lms',
  track: 'lms',
  'announce-status': 'lms',
};

/** Run only when the learner's other attempts on the exam permit it (attempt-lifecycle §4.2). */
export const GUARDED: ReadonlySet<EffectKind> = new Set<EffectKind>([
  'set-credit',
  'decline-siblings',
  'override-grade',
  'invalidate-certificate',
  'undo-grade-override',
  'publish-exam-event',
  'send-mail',
]);

/** The same key on every try: the outside can tell a repeat from a new cause. */
export function effectKey(attemptCode: string, version: number, effect: Effect): string {
  const name = effect.kind === 'track' ? `track.${effect.verb}` : effect.kind;
  return `${attemptCode}/${version}/${name}`;
}

/** An effect with its key and the version of the attempt that caused it. */
export interface PlannedEffect {
  key: string;
  version: number;
  /** Instant of the change, epoch milliseconds. */
  at: number;
  effect: Effect;
}
