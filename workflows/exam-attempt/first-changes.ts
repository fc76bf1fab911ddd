import type { RecordedChange } from './activities.ts';
import { NO_FACTS } from './known-facts.ts';
import { toRecordedChange } from './recorded-change.ts';
import { deadlineFor } from './wishes.ts';
import { needsFacts, type AttemptEvent } from '../../rules/attempt/events.ts';
import type { Facts } from '../../rules/attempt/facts.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { step } from '../../rules/attempt/transition.ts';
import { eventsOnStart } from '../../rules/bulk/holds.ts';

/** What was done to the sitting before an attempt's clock started in it. */
export const eventsOnItsStart = (before: AttemptState, after: AttemptState, { holds = [] }: Facts) =>
  before.startedAt === null && after.startedAt !== null ? eventsOnStart(before, holds, after.startedAt) : [];

/** What happens to an attempt that has just begun, one event after the other as far as the rules allow them. */
export function planFirstChanges(
  begun: AttemptState,
  events: readonly AttemptEvent[],
  facts: Facts,
): { state: AttemptState; changes: RecordedChange[] } {
  const changes: RecordedChange[] = [];
  let state = begun;
  const take = (event: AttemptEvent, at: number): boolean => {
    const [{ outcome }] = step(state, event, at, needsFacts(event.name) ? facts : NO_FACTS);
    if (outcome.outcome !== 'changed') return false;
    changes.push({ ...toRecordedChange(event, state, outcome, at), ...deadlineFor(event, at, false) });
    state = outcome.state;
    return true;
  };
  for (const event of events) {
    const at = event.name === 'created' ? begun.createdAt : Date.now();
    const before = state;
    if (!take(event, at)) break;
    for (const held of eventsOnItsStart(before, state, facts)) take(held, at);
  }
  return { state, changes };
}
