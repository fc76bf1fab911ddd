import { describe, expect, it } from 'vitest';
import { PART_NAMES } from '../../chaos/plan/parts.ts';
import { makePlan } from '../../chaos/plan/plan.ts';
import { PROFILES } from '../../chaos/plan/profiles.ts';
import { DELIVERIES, EXAM_NAMES } from '../../chaos/plan/types.ts';

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);

describe('the plan of a chaos run', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect(makePlan(7, PROFILES.small)).toEqual(makePlan(7, PROFILES.small));
    expect(makePlan(7, PROFILES.small)).not.toEqual(makePlan(8, PROFILES.small));
  });

  it('breaks every part, in each way, in some of those of CI', () => {
    const faults = SEEDS.flatMap((seed) => makePlan(seed, PROFILES.ci).faults.flat());
    const seen = new Set(faults.map(({ part, how }) => `${how} ${part}`));
    for (const part of PART_NAMES) {
      expect(seen).toContain(`kill ${part}`);
      expect(seen).toContain(`pause ${part}`);
    }
    expect(seen).toContain('clock Worker');
    expect(seen).toContain('clock API');
  });

  it.each(['ci', 'long'] as const)(
    'has 200 attempts of every kind, with all that people and the network do: %s',
    (name) => {
      const { sittings } = makePlan(1, PROFILES[name]);
      expect(sittings).toHaveLength(200);
      expect(new Set(sittings.map(({ exam }) => exam))).toEqual(new Set(EXAM_NAMES));
      const steps = sittings.flatMap((sitting) => sitting.steps);
      expect(new Set(steps.map(({ delivery }) => delivery))).toEqual(new Set(DELIVERIES));
      const wishes = new Set(steps.map(({ wish }) => (wish.what === 'act' ? wish.act : wish.what)));
      const staff = ['extra-time', 'pause', 'unpause', 'correct-end', 'reset', 'set-status', 'mark-ready-to-resume'];
      expect(wishes).toEqual(new Set([...wishes, ...staff, 'undo', 'allowance', 'review', 'error', 'reset_attempt']));
      expect(steps.some(({ isBeside }) => isBeside)).toBe(true);
    },
  );
});
