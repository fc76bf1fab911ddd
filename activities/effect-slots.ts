import type { Lane } from '../rules/attempt/effects.ts';

/** How many effects of a lane a worker runs at a time; the others wait in Temporal. */
export const EFFECT_SLOTS: Readonly<Record<Lane, number>> = { vendor: 50, mail: 20, lms: 50, siblings: 20 };
