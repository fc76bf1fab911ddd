import { expect, it } from 'vitest';
import { allowedBecause } from '../../../api/timeline/allowed-because.ts';

const step = (version: number, event: string, minutes: number | null = null) => ({
  version,
  event,
  minutes,
  actorUsername: 'carol',
  reason: minutes === null ? null : `${minutes} for the network`,
  at: version,
});

it('extra time is what an allowance plans and what was given for incidents, but not what was undone', () => {
  const steps = [
    step(1, 'start'),
    step(2, 'extra-time'),
    step(3, 'incident-time', 150),
    step(4, 'undo'),
    step(5, 'incident-time', 15),
    step(6, 'pause'),
  ];
  const grant = { additionalMins: 20, at: 100, expiresAt: null };
  expect(allowedBecause({ grant }, steps, { by: 'dora', reason: 'Section 5' })).toEqual([
    { minutes: 20, kind: 'planned', by: 'dora', reason: 'Section 5', at: 100 },
    { minutes: 15, kind: 'incident', by: 'carol', reason: '15 for the network', at: 5 },
  ]);
  // Set by an earlier release, which did not note who did.
  expect(allowedBecause({ grant }, steps, null).at(0)).toMatchObject({ by: 'carol', reason: null });
  expect(allowedBecause({ grant: null }, steps.slice(0, 1), null)).toEqual([]);
});
