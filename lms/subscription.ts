import { EFFECT_EVENT_TYPES, type EventType } from './cloud-events.ts';
import type { Withheld } from './effects/index.ts';

/** The event types that a target wants, and the setting that says so. */
export interface Subscription {
  setting: string;
  types: ReadonlySet<string>;
}

/** Whether a target gets events of the type; without a subscription it gets all. */
export function isSubscribed(subscription: Subscription | undefined, type: EventType): boolean {
  return subscription === undefined || subscription.types.has(type);
}

/** What is recorded of an event that the target does not want. */
export function withheldAs(type: EventType, subscription: Subscription | undefined): Withheld {
  return { withheld: `Not subscribed to ${type}${subscription ? ` (${subscription.setting})` : ''}` };
}

/** The subscription that a setting names; throws if one of the types is none of those that the target can get. */
export function readSubscription(
  setting: string,
  names: readonly string[] | undefined,
  isFor: (type: string) => boolean = () => true,
): Subscription | undefined {
  if (names === undefined) return undefined;
  const known = EFFECT_EVENT_TYPES.filter(isFor) as string[];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return { setting, types: new Set(names) };
  throw new Error(`${setting}: unknown event types ${unknown.join(', ')}. Choose from: ${known.join(', ')}`);
}
