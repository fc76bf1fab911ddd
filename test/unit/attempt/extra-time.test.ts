import { expect, it } from 'vitest';
import { endOf } from '../../../rules/attempt/clock.ts';
import type { ClockFacts } from '../../../rules/attempt/facts.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import { step } from '../../../rules/attempt/transition.ts';
import { anAttempt, MINUTE, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';

interface Grant {
  /** Minutes after the start. */
  after: number;
  additionalMins: number;
  clock?: Partial<ClockFacts>;
}

interface Case {
  name: string;
  carried?: number;
  clock?: Partial<ClockFacts>;
  grants: Grant[];
  /** Minutes after the start at which the exam ends, after the start and after each grant. */
  ends: number[];
}

const due = (minutes: number) => ({ dueAt: STARTED_AT + minutes * MINUTE });

const CASES: Case[] = [
  { name: 'is added to a fresh clock', grants: [{ after: 30, additionalMins: 15 }], ends: [90, 105] },
  {
    name: 'counts as a whole, not once more with every change',
    grants: [
      { after: 30, additionalMins: 15 },
      { after: 40, additionalMins: 20 },
      { after: 50, additionalMins: 20 },
    ],
    ends: [90, 105, 110, 110],
  },
  {
    name: 'never takes back what was given',
    grants: [
      { after: 10, additionalMins: 20 },
      { after: 20, additionalMins: 5 },
      { after: 30, additionalMins: 15 },
    ],
    ends: [90, 110, 110, 110],
  },
  {
    name: 'known at the start counts only by its increase',
    clock: { additionalMins: 10 },
    grants: [{ after: 30, additionalMins: 25 }],
    ends: [100, 115],
  },
  {
    name: 'is added to carried seconds exactly',
    carried: 90,
    grants: [{ after: 1, additionalMins: 10 }],
    ends: [1.5, 11.5],
  },
  {
    name: 'that the carried seconds hold already is not added again',
    carried: 90,
    clock: { additionalMins: 10 },
    grants: [
      { after: 1, additionalMins: 10 },
      { after: 1, additionalMins: 12 },
    ],
    ends: [1.5, 1.5, 3.5],
  },
  {
    name: 'is cut at the due date',
    clock: due(100),
    grants: [{ after: 30, additionalMins: 30, clock: due(100) }],
    ends: [90, 100],
  },
  {
    name: 'is of no use where the due date had cut the clock already',
    clock: due(60),
    grants: [{ after: 30, additionalMins: 30, clock: due(60) }],
    ends: [60, 60],
  },
  {
    name: 'counts in full once the due date is moved as well',
    clock: due(60),
    grants: [{ after: 30, additionalMins: 30, clock: due(200) }],
    ends: [60, 120],
  },
  {
    name: 'brings no new limit and no earlier due date with it',
    grants: [
      { after: 30, additionalMins: 15, clock: { timeLimitMins: 300 } },
      { after: 40, additionalMins: 30, clock: due(50) },
    ],
    ends: [90, 105, 105],
  },
  {
    name: 'comes in time at the very end and too late after it',
    grants: [
      { after: 90, additionalMins: 1 },
      { after: 91 + 1 / 60_000, additionalMins: 60 },
    ],
    ends: [90, 91, 91],
  },
];

function apply(state: AttemptState, { after, additionalMins, clock }: Grant): AttemptState {
  const event = { name: 'extra-time', payload: { additionalMins } } as const;
  const at = STARTED_AT + after * MINUTE;
  const grants = [{ additionalMins, at }];
  const last = step(state, event, at, someFacts({ clock: { ...clock, additionalMins, grants } })).at(-1);
  return last?.outcome.outcome === 'refused' ? state : (last?.outcome.state ?? state);
}

it.each(CASES)('extra time $name', ({ carried = null, clock, grants, ends }) => {
  const ready = anAttempt({ status: 'ready_to_start', timeRemainingSeconds: carried });
  const [start] = step(ready, { name: 'start', payload: {} }, STARTED_AT, someFacts({ clock }));
  let state = start?.outcome.outcome === 'changed' ? start.outcome.state : ready;
  const seen = [state];
  for (const grant of grants) seen.push((state = apply(state, grant)));
  expect(seen.map((each) => ((endOf(each) ?? 0) - STARTED_AT) / MINUTE)).toEqual(ends);
  expect(seen.map(({ allowedTimeLimitMins }) => allowedTimeLimitMins)).toEqual(ends.map(Math.floor));
});
