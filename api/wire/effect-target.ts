import { EFFECTS, type EffectKind } from '../../rules/attempt/effects.ts';

/** Whom an effect is for; `attempt`: other attempts of the learner. */
export const EFFECT_TARGETS = ['vendor', 'lms', 'mail', 'attempt'] as const;

const TARGET_OF = { vendor: 'vendor', lms: 'lms', mail: 'mail', siblings: 'attempt' } as const;

export const targetOf = (kind: EffectKind): (typeof EFFECT_TARGETS)[number] => TARGET_OF[EFFECTS[kind].lane];
