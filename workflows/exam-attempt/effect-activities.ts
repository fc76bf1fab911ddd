import {
  entryOf,
  isAnnouncement,
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

/** Whether effects of this kind have an activity of their own, which announcements need only if they were sent alone once. */
export function isLone(kind: EffectKind): kind is LoneKind {
  return !isAnnouncement({ kind }) || entryOf(kind).wasSentAlone === true;
}

/** Names effects that go to the LMS together, in the Temporal UI. */
export function summaryOfAll(effects: readonly Effect[]): string {
  return `LMS: ${[...new Set(effects.map(summaryOf))].join(', ')}`;
}

/** Names changes in the Temporal UI, with what they announce to the LMS. */
export function summaryOfChanges(changes: readonly { event: string; effects: readonly Effect[] }[]): string {
  const events = changes.map(({ event }) => event).join(', ');
  const announced = changes.flatMap(({ effects }) => effects.filter(isAnnouncement));
  return announced.length === 0 ? events : `${events}; ${summaryOfAll(announced)}`;
}

/** Text for an effect in the Temporal UI, beside the name of its activity. */
export function summaryOf(effect: Effect): string {
  const { summary, detail } = entryOf(effect.kind);
  return detail === undefined ? summary : `${summary} ${effect[detail as keyof Effect]}`;
}
