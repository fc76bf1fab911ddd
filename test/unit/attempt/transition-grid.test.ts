import { describe, expect, it } from 'vitest';
import { EVENT_NAMES, type AttemptEvent, type EventPayloads } from '../../../rules/attempt/events.ts';
import type { Status } from '../../../rules/attempt/statuses.ts';
import { transition } from '../../../rules/attempt/transition.ts';
import { anAttemptIn, ENDS_AT, MINUTE, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';
import { VARIANTS, type Variant } from './expected-effects.ts';
import { expected, NOW } from './expected-outcome.ts';
import { readGrid } from './grid.ts';
import { OF_LEARNERS, OF_STAFF, OF_VENDORS_AND_TIME } from './grid-drawings.ts';

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
  delete: { actor: { kind: 'staff', userId: 9 } },
};

function eventNamed(name: string): AttemptEvent {
  if (name === 'created' || name === 'expire') return { name, payload: {} };
  const known = EVENT_NAMES.find((event) => event === name);
  if (!known) throw new Error(`no event ${name}`);
  return { name: known, payload: PAYLOADS[known] } as AttemptEvent;
}

const GRID = [OF_LEARNERS, OF_VENDORS_AND_TIME, OF_STAFF].flatMap(readGrid);

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

it('draws every event once', () => {
  const columns = [...new Set(GRID.map(({ column }) => column))];
  expect(columns.toSorted()).toEqual([...EVENT_NAMES, 'created', 'expire'].toSorted());
  expect(GRID).toHaveLength(21 * 20);
});

describe.each(Object.entries(VARIANTS))('%s', (_, variant) => {
  const { exam, takingAsProctored, supportsOnboarding } = variant;
  const facts = someFacts({ settings: { supportsOnboarding } });
  const cells = GRID.map(({ status, column, cell }) => ({
    status,
    column,
    cell: cellFor(variant, status, column, cell),
  }));

  it.each(cells)('$status + $column: $cell', ({ status, column, cell }) => {
    const fields = status === 'declined' ? {} : { takingAsProctored };
    const before = anAttemptIn(status, { exam, isSampleAttempt: exam.isPracticeExam, ...fields });
    const untouched = structuredClone(before);
    const event = eventNamed(column);
    const at = column === 'expire' ? ENDS_AT : NOW;
    const found = transition(before, event, at, facts);
    expect(found).toStrictEqual(expected(untouched, cell, event, at, variant));
    expect(before).toStrictEqual(untouched);
  });
});
