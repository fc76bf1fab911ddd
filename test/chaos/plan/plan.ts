import { CLOCKS, NEIGHBOURS, SERVICE_PARTS } from './parts.ts';
import type { Profile } from './profiles.ts';
import { createRandom, type Random } from './random.ts';
import { pickDelivery, planSitting } from './sittings.ts';
import type { BulkPlan, Fault, PartName, Plan } from './types.ts';

const LONGEST_PAUSE_MS = 6_000;
const LARGEST_SHIFT_MS = 4_000;

function planBulk(random: Random, { exams, spanMs }: Profile): BulkPlan[] {
  const exam = random.pick(exams);
  const atMs = random.between(spanMs / 4, spanMs);
  const delivery = pickDelivery(random);
  if (random.chance(0.5)) return [{ exam, atMs, act: { act: 'extra-time', minutes: random.between(1, 3) }, delivery }];
  const alarm = { exam, atMs, act: { act: 'pause' }, delivery } as const;
  return [alarm, { ...alarm, atMs: atMs + random.between(2_000, 8_000), act: { act: 'unpause' } }];
}

function planFaults(
  random: Random,
  { faults, faultsUntilMs: untilMs }: Profile,
  parts: readonly [PartName, ...PartName[]],
): Fault[] {
  // Every part has its turn, in an order of chance.
  const order = [...parts].map((part) => ({ part, at: random.below(1_000) })).sort((one, other) => one.at - other.at);
  return Array.from({ length: faults }, (_, index) => {
    const part = order[index % order.length]?.part ?? parts[0];
    const hasClock = CLOCKS.some((clock) => clock === part);
    return {
      part,
      how: hasClock && random.chance(0.3) ? 'clock' : random.pick<'kill' | 'pause'>(['kill', 'pause']),
      // The first learners have begun by then.
      atMs: Math.round(untilMs / 8 + (index / faults) * (7 / 8) * untilMs),
      forMs: random.between(1_000, LONGEST_PAUSE_MS),
      shiftMs: random.between(-LARGEST_SHIFT_MS, LARGEST_SHIFT_MS),
    };
  });
}

/** All that will happen, by a seed: the same seed makes the same plan. */
export function makePlan(seed: number, profile: Profile): Plan {
  const random = createRandom(seed);
  return {
    seed,
    sittings: Array.from({ length: profile.sittings }, (_, number) => planSitting(random, profile, number)),
    bulks: Array.from({ length: profile.bulks }, () => planBulk(random, profile)).flat(),
    faults: [planFaults(random, profile, SERVICE_PARTS), planFaults(random, profile, NEIGHBOURS)],
  };
}
