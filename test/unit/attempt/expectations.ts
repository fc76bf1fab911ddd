import {
  EVENT_NAMES,
  INTERNAL_EVENT_NAMES,
  type AttemptEvent,
  type AttemptEventName,
  type EventPayloads,
} from '../../../rules/attempt/events.ts';
import type { Outcome } from '../../../rules/attempt/outcome.ts';
import type { Place } from '../../../rules/attempt/rows.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import { STATUSES, type Status } from '../../../rules/attempt/statuses.ts';
import type { transition } from '../../../rules/attempt/transition.ts';
import { anAttemptIn, ENDS_AT, MINUTE, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';
import { OF_PAUSES, OF_PROCTORING, OF_REVIEWS, OF_SETTING, OF_THE_CLOCK, OF_UNDOING } from './condition-drawings.ts';
import { VARIANTS, type Variant } from './expected-effects.ts';
import { expected, NOW } from './expected-outcome.ts';
import { readGrid } from './grid.ts';
import { OF_LEARNERS, OF_SETTING_BY_HAND, OF_STAFF, OF_VENDORS_AND_TIME } from './grid-drawings.ts';
import { SITUATIONS, type Situation } from './situations.ts';

const PAYLOADS: EventPayloads = {
  'click-download-software': {},
  'vendor-ready': {},
  launch: {},
  start: {},
  stop: {},
  ping: {},
  error: { detail: 'the proctoring app is gone' },
  'heartbeat-lost': { lastPingAt: STARTED_AT + 15 * MINUTE },
  'mark-ready-to-resume': { actor: { kind: 'staff', userId: 9 } },
  resumed: { by: 'FOLLOW-UP' },
  submit: {},
  decline: {},
  reset: { actor: { kind: 'learner', userId: 9 } },
  review: { reviewStatus: 'Suspicious', reviewedBy: null },
  'set-status': { status: 'verified' },
  acknowledge: {},
  'extra-time': { additionalMins: 15 },
  'incident-time': { minutes: 15 },
  pause: {},
  unpause: {},
  'correct-end': { endsAt: ENDS_AT + 15 * MINUTE },
  undo: { version: 1 },
  delete: { actor: { kind: 'staff', userId: 9 } },
};

function eventNamed(name: string): AttemptEvent {
  const internal = INTERNAL_EVENT_NAMES.find((event) => event === name);
  if (internal) return { name: internal, payload: {} };
  const known = EVENT_NAMES.find((event) => event === name);
  if (!known) throw new Error(`no event ${name}`);
  return { name: known, payload: PAYLOADS[known] } as AttemptEvent;
}

/** Each event once, in its ordinary form. */
export const GRID = [OF_LEARNERS, OF_VENDORS_AND_TIME, OF_STAFF].flatMap(readGrid);

/** What only proctoring brings about: on an exam without it, nothing changes. */
const OF_VENDORS = ['click-download-software', 'vendor-ready', 'launch', 'error', 'heartbeat-lost', 'decline'];

/** Where a kind of attempt has another cell than the drawing. */
function cellFor({ exam, supportsOnboarding }: Variant, status: Status, column: string, cell: string): string {
  if (column === 'reset' && !exam.isPracticeExam) return 'x exam_not_practice';
  if (!exam.isProctored && OF_VENDORS.includes(column) && !cell.startsWith('x ')) {
    return cell === '= already-submitted' ? cell : '=';
  }
  if (column === 'heartbeat-lost' && exam.backend === null) return '=';
  if (column === 'review' && supportsOnboarding && status !== 'onboarding_reset') {
    return status === 'rejected' ? '+ reviewed' : 'rejected';
  }
  return cell;
}

/** Where a kind of attempt has another cell than the drawing of what conditions decide. */
function conditionalCellFor({ exam, supportsOnboarding }: Variant, status: Status, column: string, cell: string) {
  if (!exam.isProctored) {
    if (cell === 'x set_up_not_confirmed') return 'started';
    if (column === 'error running' && cell === 'error') return '=';
  }
  if (column.startsWith('heartbeat-lost') && exam.backend === null) return '=';
  if (supportsOnboarding && column === 'review suspicious reapplied' && status !== 'onboarding_reset') {
    return status === 'rejected' ? '=' : 'rejected';
  }
  return cell;
}

/** What an outcome would be drawn as. */
function drawn(before: AttemptState, outcome: Outcome): string {
  if (outcome.outcome === 'refused') return `x ${outcome.refusal}`;
  const { state } = outcome;
  if (outcome.outcome === 'kept') return ['=', outcome.note].join(' ').trim();
  if (state.status !== before.status) return state.status;
  return outcome.effects.some(({ kind }) => kind === 'announce-status') ? 'again' : '+';
}

/** A cell of a drawing, for one kind of attempt. */
export interface Expectation {
  variant: string;
  event: AttemptEventName;
  place: Place;
  title: string;
  found: (rule: typeof transition) => unknown;
  expected: unknown;
}

type Drawn = Pick<Expectation, 'variant' | 'event' | 'place' | 'title'>;

/** Frozen, because the rules never touch what they are given. */
function builtFrom({ exam, takingAsProctored }: Variant, status: Status, fields: Partial<AttemptState> = {}) {
  const taking = status === 'declined' ? {} : { takingAsProctored };
  const state = anAttemptIn(status, { exam, isSampleAttempt: exam.isPracticeExam, ...taking, ...fields });
  for (const value of Object.values(state)) Object.freeze(value);
  return Object.freeze(state);
}

function inFull(variant: Variant, status: Status, event: AttemptEvent, cell: string) {
  const facts = someFacts({ settings: { supportsOnboarding: variant.supportsOnboarding } });
  const before = builtFrom(variant, status);
  const at = event.name === 'expire' ? ENDS_AT : NOW;
  return {
    found: (rule: typeof transition) => rule(before, event, at, facts),
    expected: expected(structuredClone(before), cell, event, at, variant),
  };
}

function inShort(variant: Variant, status: Status, situation: Situation, cell: string) {
  const { supportsOnboarding } = variant;
  const { fields, clock, settings, at = NOW } = situation;
  const facts = someFacts({ clock, settings: { supportsOnboarding, ...settings } });
  const before = builtFrom(variant, status, fields);
  const event = situation.event(before);
  return {
    found: (rule: typeof transition) => drawn(before, rule(before, event, at, facts)),
    expected: cell,
  };
}

const nameOf = (situation: Situation) => situation.event(anAttemptIn('created')).name;

/** What staff get who set each status by hand. */
function settingSituation(index: number): Situation {
  const status = STATUSES[index % STATUSES.length] ?? 'eligible';
  return { event: () => ({ name: 'set-status', payload: { status } }) };
}

const SIGNS = { s: 'submitted', '=': '=', x: 'x illegal_transition' };

const CONDITIONAL = [OF_THE_CLOCK, OF_PROCTORING, OF_PAUSES, OF_UNDOING, OF_REVIEWS, OF_SETTING].flatMap(readGrid);
/** All that can happen to a deleted attempt. */
const GONE_CELLS: Record<string, string> = { review: '+', undo: 'x undo_not_possible' };
const GONE = { deletedAt: NOW - MINUTE };

/** All that the drawings say about one kind of attempt. */
function expectationsFor(name: string, variant: Variant): Expectation[] {
  const title = (event: AttemptEventName, place: Place, what: string): Drawn => ({
    variant: name,
    event,
    place,
    title: what,
  });
  const full = GRID.map(({ status, column, cell: drawing }) => {
    const event = eventNamed(column);
    const cell = cellFor(variant, status, column, drawing);
    return { ...title(event.name, status, `${status} + ${column}: ${cell}`), ...inFull(variant, status, event, cell) };
  });
  const conditional = CONDITIONAL.map(({ status, column, cell: drawing }) => {
    const situation = SITUATIONS[column];
    if (!situation) throw new Error(`no situation ${column}`);
    const cell = conditionalCellFor(variant, status, column, drawing);
    return {
      ...title(nameOf(situation), status, `${status} + ${column}: ${cell}`),
      ...inShort(variant, status, situation, cell),
    };
  });
  const setting = readGrid(OF_SETTING_BY_HAND).map(({ status, column, cell: sign }, index) => {
    const target = STATUSES[index % STATUSES.length] ?? 'eligible';
    const cell = sign === '>' ? target : SIGNS[sign as keyof typeof SIGNS];
    return {
      ...title('set-status', status, `${status} set to ${column}: ${cell}`),
      ...inShort(variant, status, settingSituation(index), cell),
    };
  });
  const deleted = [...EVENT_NAMES, ...INTERNAL_EVENT_NAMES].map((column) => {
    const event = eventNamed(column);
    const cell = GONE_CELLS[column] ?? 'x attempt_not_found';
    return {
      ...title(event.name, 'deleted', `deleted + ${column}: ${cell}`),
      ...inShort(variant, 'submitted', { event: () => event, fields: GONE }, cell),
    };
  });
  const undone = ['undo to created', 'undo to verified', 'undo overtaken', 'undo too late'].map((column) => {
    const known = SITUATIONS[column] as Situation;
    const cell = { 'undo overtaken': 'x undo_overtaken', 'undo too late': 'x undo_too_late' }[column];
    return {
      ...title('undo', 'deleted', `deleted + ${column}`),
      ...inShort(variant, 'submitted', { ...known, fields: { ...known.fields, ...GONE } }, cell ?? column.slice(8)),
    };
  });
  const repeated = { ...SITUATIONS['review passing reapplied'], fields: { ...GONE, reviewRevision: 2 } } as Situation;
  const late = {
    ...title('review', 'deleted', 'deleted + review passing reapplied: ='),
    ...inShort(variant, 'submitted', repeated, '='),
  };
  return [...full, ...conditional, ...setting, ...deleted, ...undone, late];
}

/** What an attempt of every kind, in every status, makes of every event and every condition, written by hand. */
export const EXPECTATIONS = Object.entries(VARIANTS).flatMap(([name, variant]) => expectationsFor(name, variant));
