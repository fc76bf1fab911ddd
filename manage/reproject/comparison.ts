import type { KnownAttempt } from '../../db/reprojection.ts';
import type { RecordedChange } from '../../workflows/exam-attempt/activities.ts';
import type { IgnoredEvent, RetoldAttempt, RetoldEffect } from './retold-attempt.ts';

/** What Postgres lacks of an attempt. */
export interface Gap {
  attempt: RetoldAttempt;
  /** Null for an attempt that is not here at all. */
  known: KnownAttempt | null;
  changes: RecordedChange[];
  /** Those that are not here, and pending ones that have ended. */
  effects: RetoldEffect[];
  /** Refused ones that staff had tried again. */
  reopened: RetoldEffect[];
  ignored: IgnoredEvent[];
  /** A review that the attempt knows of and that only who made it can bring again. */
  lacksReview: boolean;
}

function lacks(known: KnownAttempt | null, { key, outcome }: RetoldEffect): boolean {
  const stored = known?.effects[key];
  return !stored || (stored.outcome === 'pending' && outcome !== 'pending');
}

/** Compares an attempt with what is stored of it; null if nothing is missing. A row that is ahead is left alone. */
export function findGap(attempt: RetoldAttempt, known: KnownAttempt | null): Gap | null {
  const { state } = attempt;
  const versions = new Set(known?.versions);
  const effects = [...attempt.effects.values()];
  const changes = attempt.changes.filter((change) => !versions.has(change.state.version));
  const missing = effects.filter((effect) => lacks(known, effect));
  const reopened = effects.filter(({ key, reopenings }) => {
    const stored = known?.effects[key];
    return stored?.outcome === 'refused' && reopenings.length > stored.reopenings;
  });
  const isBehind = known === null || known.version < state.version;
  if (!isBehind && changes.length + missing.length + reopened.length === 0) return null;
  // Those before the oldest missing change are here.
  const since = Math.min(...changes.map(({ at }) => at), known === null ? 0 : Number.POSITIVE_INFINITY);
  return {
    attempt,
    known,
    changes,
    effects: missing,
    reopened,
    ignored: attempt.ignored.filter(({ at }) => at >= since),
    lacksReview: state.reviewRevision > (known?.reviewRevision ?? 0),
  };
}

/** One line for the operator. */
export function describeGap({ attempt, known, changes, effects, reopened, lacksReview }: Gap): string {
  const { state } = attempt;
  const pending = [...effects, ...reopened].filter(({ outcome }) => outcome === 'pending').length;
  const events = changes.map(({ event }) => event).join(', ');
  return [
    known === null
      ? `not here, ${state.status}`
      : `change ${known.version} here, ${state.version} in its workflow (${state.status})`,
    `${changes.length} changes${events && `: ${events}`}`,
    `${effects.length + reopened.length} effects, ${pending} of them yet to be carried out`,
    ...(lacksReview ? ['its review is not here and has to be sent again'] : []),
  ].join('; ');
}
