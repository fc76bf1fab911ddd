import type { StaffTimeline } from '../api/shapes.ts';

export const KINDS = ['people', 'page', 'vendor', 'system', 'effects'] as const;
export type TimelineKind = (typeof KINDS)[number];

/** One line of the timeline; `at` in epoch milliseconds. */
export interface TimelineLine {
  key: string;
  at: number;
  kind: TimelineKind;
  /** What happened, as the name of an event or an effect. */
  event: string;
  from: string | null;
  to: string | null;
  who: string;
  person: string | null;
  role: string | null;
  category: string | null;
  reason: string | null;
  /** Extra minutes that it gave. */
  minutes: number | null;
  /** The end that it set, epoch milliseconds. */
  ends: number | null;
  /** Seconds left then. */
  left: number | null;
  /** Why it changed nothing, as an error code. */
  refusal: string | null;
  /** The act on many attempts that it belongs to. */
  bulk: string | null;
}

const KIND_OF: Record<string, TimelineKind> = {
  staff: 'people',
  operator: 'people',
  learner: 'page',
  vendor: 'vendor',
  system: 'system',
};

const NOTHING_MORE = {
  from: null,
  to: null,
  person: null,
  role: null,
  category: null,
  reason: null,
  minutes: null,
  ends: null,
  left: null,
  refusal: null,
  bulk: null,
};

type Told = Pick<StaffTimeline, 'steps' | 'ignored' | 'effects' | 'reports'>;

/** All that happened, in order: the steps, what was flagged or asked in vain, and what was told to others. */
export function timelineLines({ steps, ignored, effects, reports }: Told): TimelineLine[] {
  const lines: TimelineLine[] = [
    ...steps.map((step) => ({
      key: `step ${step.version}`,
      at: Date.parse(step.at),
      kind: KIND_OF[step.caused_by] ?? 'system',
      event: step.event,
      from: step.from,
      to: step.to,
      who: step.caused_by,
      person: step.actor_name ?? step.actor,
      role: step.actor_role,
      category: step.category,
      reason: step.reason,
      minutes: step.minutes,
      ends: step.ends_at === null ? null : Date.parse(step.ends_at),
      left: step.time_remaining_seconds,
      refusal: null,
      bulk: step.bulk_id,
    })),
    // What a tool does to the clock, and its end, are steps.
    ...reports
      .filter(({ action }) => action === 'flag')
      .map((each, index) => ({
        key: `report ${index}`,
        at: Date.parse(each.at),
        kind: 'vendor' as const,
        event: each.action,
        ...NOTHING_MORE,
        who: 'vendor',
        reason: `${each.reason} (${each.severity.toFixed(2)})`,
      })),
    ...ignored.map((each, index) => ({
      key: `ignored ${index}`,
      at: Date.parse(each.at),
      kind: KIND_OF[each.caused_by] ?? 'system',
      event: each.event,
      ...NOTHING_MORE,
      who: each.caused_by,
      person: each.actor,
      refusal: each.refusal,
    })),
    ...effects
      .filter(({ finished_at }) => finished_at !== null)
      .map((each) => ({
        key: `effect ${each.key}`,
        at: Date.parse(each.finished_at ?? each.planned_at),
        kind: 'effects' as const,
        event: each.kind,
        ...NOTHING_MORE,
        to: each.outcome,
        who: 'system',
        reason: each.outcome === 'refused' ? each.last_error : null,
      })),
  ];
  return lines.toSorted((one, other) => one.at - other.at);
}
