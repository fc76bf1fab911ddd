import {
  entryOf,
  type Effect,
  type EffectKind,
  type Effects,
  type Lane,
  type LoneKind,
} from '../../rules/attempt/effects.ts';

type Camel<Kebab extends string> = Kebab extends `${infer Word}-${infer Rest}`
  ? `${Word}${Capitalize<Camel<Rest>>}`
  : Kebab;

/**
 * Name of the activity that carries out an effect: its kind in camel case, unless the table of effects says otherwise.
 */
export type ActivityOf<Kind extends LoneKind> = Effects[Kind] extends { activity: infer Name extends string }
  ? Name
  : Camel<Kind>;

export type ActivitiesOf<L extends Lane, Input> = {
  [Kind in LoneKind<L> as ActivityOf<Kind>]: (input: Input) => Promise<void>;
};

export function activityOf<Kind extends LoneKind>(kind: Kind): ActivityOf<Kind> {
  const name = entryOf(kind).activity ?? kind.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return name as ActivityOf<Kind>;
}

/** Whether an effect of this kind has an activity of its own; announcements go together in one. */
export function isLone(kind: EffectKind): kind is LoneKind {
  return entryOf(kind).isAnnouncement !== true;
}

/** Text for an effect in the Temporal UI, beside the name of its activity. */
export function summaryOf(effect: Effect): string {
  const { summary, detail } = entryOf(effect.kind);
  return detail === undefined ? summary : `${summary} ${effect[detail as keyof Effect]}`;
}
