import type { ActWish } from '../attempt/acts.ts';
import type { StaffRole } from '../attempt/events.ts';
import { whyNot, type WhyNot } from '../attempt/possible-acts.ts';
import type { AttemptState } from '../attempt/state.ts';

/** What a bulk act would do. */
export interface Preview {
  /** Ids of the attempts that it would change, in the order in which that would be done. */
  will: number[];
  /** The others, each with the reason. */
  willNot: { id: number; why: WhyNot }[];
}

/** Sorts attempts into those that the wish of somebody in this role would change at `now`, and the others. */
export function previewBulk(
  states: Iterable<AttemptState>,
  { wish, role, now }: { wish: ActWish; role: StaffRole; now: number },
): Preview {
  const preview: Preview = { will: [], willNot: [] };
  for (const state of states) {
    const why = whyNot(wish, role, state, now);
    if (why === null) preview.will.push(state.attemptId);
    else preview.willNot.push({ id: state.attemptId, why });
  }
  return preview;
}
