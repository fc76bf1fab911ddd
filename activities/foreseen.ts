import { EFFECT_OUTCOMES } from '../db/effects.ts';
import { EFFECT_KINDS, EFFECTS } from '../rules/attempt/effects.ts';
import type { Foreseen } from '../telemetry/meters.ts';

/** What a worker may count that somebody wants to know of when it happens for the first time. */
export const FORESEEN: Foreseen = {
  effects: EFFECT_KINDS.flatMap((kind) =>
    EFFECT_OUTCOMES.map((outcome) => ({ lane: EFFECTS[kind].lane, kind, outcome })),
  ),
  transitions: [{ event: 'heartbeat-lost', from: 'started', to: 'error' }],
};
