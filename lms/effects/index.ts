import type { z } from 'zod';
import type { Effect, KindIn } from '../../rules/attempt/effects.ts';
import type { AttemptFacts, EffectSubject, LmsEffectDefinition, WithSubject } from './definition.ts';
import { EXAM_EVENTS } from './exam-event.ts';
import { REQUESTS } from './requests.ts';
import { STATUS } from './status.ts';
import { TRACKING } from './tracking.ts';

/** Everything that the LMS is told, by the kind of the effect: the one table from the rules' words to those on the wire. */
export const LMS_EFFECTS = { ...EXAM_EVENTS, ...REQUESTS, ...STATUS, ...TRACKING };

type Table = typeof LMS_EFFECTS;
type Told<Kind extends keyof Table> = NonNullable<Awaited<ReturnType<Table[Kind]['tell']>>>;

/** An effect with everything that the LMS is told of it. */
export type LmsEffect = { [Kind in keyof Table]: { kind: Kind } & WithSubject<Told<Kind>> }[keyof Table];

/** Event types on the wire, each with the schema of its payload. */
export type EventSchemas = { [Kind in keyof Table as keyof Table[Kind]['events']]: Table[Kind]['schema'] };

/** Not sent, and why. */
export interface Withheld {
  withheld: string;
}

/** Delivers at least once; throws `LmsUnavailableError` if it must be retried, `LmsRefusedError` if it must not. */
export interface LmsEffects {
  /** Answers why it was not sent, if the LMS does not want such events. */
  deliver(effect: LmsEffect): Promise<Withheld | void>;
  /** Ends its connections, if it keeps any that would outlive it. */
  close?(): Promise<void>;
}

/** Any row of the table, for code that treats all alike. */
export type AnyDefinition = LmsEffectDefinition<never, object, string, z.ZodType>;

export function definitionOf(kind: LmsEffect['kind']): AnyDefinition {
  return LMS_EFFECTS[kind] as unknown as AnyDefinition;
}

export function isForLms(effect: Effect): effect is Extract<Effect, { kind: KindIn<'lms'> }> {
  return effect.kind in LMS_EFFECTS;
}

/** What the LMS is told of an effect; null if the course does not want it. */
export async function describeEffect(
  effect: Extract<Effect, { kind: KindIn<'lms'> }>,
  subject: EffectSubject,
  facts: AttemptFacts,
): Promise<LmsEffect | null> {
  const told = await definitionOf(effect.kind).tell(effect as never, facts);
  return told && ({ ...subject, ...told, kind: effect.kind } as LmsEffect);
}
