import type { z } from 'zod';
import type { EffectSubjectRow } from '../../db/effect-subjects.ts';
import type { Effect, KindIn } from '../../rules/attempt/effects.ts';
import type { LearnerRef, Person } from '../port.ts';

/** What every effect on the LMS says. */
export interface EffectSubject {
  /** `attempt_code/version/effect`: the same on every try. */
  key: string;
  /** Epoch milliseconds at which the cause happened. */
  at: number;
  learner: LearnerRef;
  course: string;
  contentId: string;
}

/** The subject with whatever an effect says besides; its own word for a field wins. */
export type WithSubject<Told extends object> = Omit<EffectSubject, keyof Told> & Told;

/** Where an effect finds what the LMS has to be told about its attempt. */
export interface AttemptFacts {
  row: EffectSubjectRow;
  /** Null for no id, and for a person who has been wiped. */
  findPerson: (id: number | null) => Promise<Person | null>;
  /** Names at the vendor and in the profile; both are empty if no vendor registers the learner, as in the original. */
  readNames: () => Promise<{ fullName: string; profileName: string }>;
  /** Whether the course zeroes the grade of a rejected attempt. Throws `LmsUnavailableError` if that is not known. */
  overridesGrade: () => Promise<boolean>;
  /** Null without proctoring, and when the back-end is no longer configured. */
  vendor: { verboseName: string; supportsOnboarding: boolean } | null;
  /** Where staff see the review; null when nobody knows the address of the API. */
  reviewUrl: string | null;
}

/** One kind of effect on the LMS, from what is known inside to what is sent. */
export interface LmsEffectDefinition<
  Kind extends KindIn<'lms'>,
  Told extends object,
  Type extends string,
  Schema extends z.ZodType,
> {
  /** What the LMS is told besides the subject; null if the course does not want it. */
  tell: (effect: Extract<Effect, { kind: Kind }>, facts: AttemptFacts) => Told | null | Promise<Told | null>;
  /** Event types on the wire with what they mean: one, or several of which `pickEvent` chooses. */
  events: Readonly<Record<Type, string>>;
  pickEvent?: (told: Told) => Type;
  /** Payload on the wire. */
  schema: Schema;
  toData: (told: WithSubject<Told>) => z.output<Schema>;
  /** What the event is about, if not the attempt. */
  pickSubject?: (told: Told) => string;
}

/** Defines how the LMS is told of effects of one kind; only there so that the parts fit each other. */
export function define<Kind extends KindIn<'lms'>>() {
  return <Told extends object, Type extends string, Schema extends z.ZodType>(
    definition: LmsEffectDefinition<Kind, Told, Type, Schema>,
  ) => definition;
}
