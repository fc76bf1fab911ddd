import type { Status } from './statuses.ts';

/** The attempt at the time of the effect, as tracking events describe it. */
export interface AttemptSnapshot {
  status: Status;
  startedAt: number | null;
  completedAt: number | null;
  allowedTimeLimitMins: number | null;
  at: number;
}

export type ExamEventName = 'submitted' | 'verified' | 'rejected' | 'errored' | 'reset';

/** Effects of one target run in order and do not wait for another target's outage. */
export const LANES = ['vendor', 'mail', 'lms', 'siblings'] as const;
export type Lane = (typeof LANES)[number];

interface EffectEntry {
  /** The payload of the effect besides its kind. An empty object, there for its type alone. */
  payload?: object;
  lane: Lane;
  /**
   * What the Temporal UI says beside the name of the activity, followed by the field of the payload that `detail`
   * names.
   */
  summary: string;
  detail?: string;
  /** Runs only when the learner's other attempts on the exam permit it (attempt-lifecycle §4.2). */
  isGuarded?: true;
  /** The LMS is only told, and takes it like any other message: such effects of a change travel together. */
  isAnnouncement?: true;
  /** Has an activity of its own all the same, because earlier releases sent it alone. */
  wasSentAlone?: true;
  /** Reached the learner or changed their record, so they are shown it. */
  isNotice?: true;
  /** Name of the activity where it is not the kind in camel case. */
  activity?: string;
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it only names a type
const of = <Payload extends object>() => ({}) as Payload;

/** Every effect that a change of an attempt can have outside it (attempt-lifecycle §4): the one table of effects. */
export const EFFECTS = {
  'complete-unit': { lane: 'lms', summary: 'unit completed', isAnnouncement: true, wasSentAlone: true },
  'set-credit': {
    payload: of<{ status: 'satisfied' | 'failed' | 'declined' | 'submitted' }>(),
    lane: 'lms',
    summary: 'credit requirement',
    detail: 'status',
    isGuarded: true,
    isAnnouncement: true,
    wasSentAlone: true,
    isNotice: true,
  },
  'remove-credit': { lane: 'lms', summary: 'credit requirement taken back', isAnnouncement: true, wasSentAlone: true },
  'override-grade': {
    payload: of<{ overriderId: number | null }>(),
    lane: 'lms',
    summary: 'LMS: grade override',
    isGuarded: true,
    isNotice: true,
  },
  'invalidate-certificate': { lane: 'lms', summary: 'LMS: certificate invalidated', isGuarded: true, isNotice: true },
  'undo-grade-override': { lane: 'lms', summary: 'LMS: grade override undone', isGuarded: true, isNotice: true },
  'erase-answers': { payload: of<{ requestedBy: number | null }>(), lane: 'lms', summary: 'LMS: answers erased' },
  'notify-support': {
    payload: of<{ reviewStatus: string }>(),
    lane: 'lms',
    summary: 'support notice',
    isAnnouncement: true,
    wasSentAlone: true,
  },
  'publish-exam-event': {
    /** `undoesOverride`: of a reset, after which no zero grade may be left. */
    payload: of<{ event: ExamEventName; requestedBy: number | null; undoesOverride?: true }>(),
    lane: 'lms',
    summary: 'exam event',
    detail: 'event',
    isGuarded: true,
    isAnnouncement: true,
  },
  track: {
    payload: of<{ verb: string; snapshot: AttemptSnapshot; reviewStatus?: string }>(),
    lane: 'lms',
    summary: 'tracking event',
    isAnnouncement: true,
  },
  'announce-status': {
    payload: of<{ status: Status; withNames: boolean }>(),
    lane: 'lms',
    summary: 'status',
    isAnnouncement: true,
  },
  'send-mail': {
    payload: of<{ mail: 'submitted' | 'verified' | 'rejected' }>(),
    lane: 'mail',
    summary: 'mail:',
    detail: 'mail',
    isGuarded: true,
    isNotice: true,
  },
  'decline-siblings': { lane: 'siblings', summary: 'decline the other exams of the course', isGuarded: true },
  'clear-blocked-attempts': { lane: 'siblings', summary: 'clear attempts that waited for onboarding' },
  'start-at-vendor': { lane: 'vendor', summary: 'vendor: started' },
  'stop-at-vendor': { lane: 'vendor', summary: 'vendor: handed in' },
  'mark-erroneous-at-vendor': { lane: 'vendor', summary: 'vendor: error' },
  // `removeAtVendor` is the call that somebody waits for.
  'remove-at-vendor': { lane: 'vendor', summary: 'vendor: removed', activity: 'removeAtVendorLater' },
} as const satisfies Record<string, EffectEntry>;

export type Effects = typeof EFFECTS;
export type EffectKind = keyof Effects;
export const EFFECT_KINDS = Object.keys(EFFECTS) as EffectKind[];

type PayloadOf<Entry> = Entry extends { payload: infer Payload } ? Payload : unknown;
export type Effect = { [Kind in EffectKind]: { kind: Kind } & PayloadOf<Effects[Kind]> }[EffectKind];

/** Where the table says more about a kind than its type needs. */
export function entryOf(kind: EffectKind): EffectEntry {
  return EFFECTS[kind];
}

/** Whether the learner is shown effects of this kind, as the database names it. */
export function isNotice(kind: string): boolean {
  return kind in EFFECTS && entryOf(kind as EffectKind).isNotice === true;
}

/** Whether the LMS is only told of it, together with other announcements. */
export function isAnnouncement({ kind }: Pick<Effect, 'kind'>): boolean {
  return entryOf(kind).isAnnouncement === true;
}

type Matching<Entry> = { [Kind in EffectKind]: Effects[Kind] extends Entry ? Kind : never }[EffectKind];
export type KindIn<L extends Lane> = Matching<{ lane: L }>;
/** Kinds that have an activity of their own; announcements share one, unless they were sent alone once. */
export type LoneKind<L extends Lane = Lane> =
  | Exclude<KindIn<L>, Matching<{ isAnnouncement: true }>>
  | (KindIn<L> & Matching<{ wasSentAlone: true }>);

/** The same key on every try, so that the receiver can tell a repeat from a new cause. */
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
  /** Travels with other announcements; absent in histories of releases that sent it alone. */
  isShared?: true;
}
