import type { Rule } from './rule.ts';

const MARKED = { fields: { readyToResume: true, isResumable: false } };
const TAKEN_OVER = { fields: { resumed: true, isResumable: false } };

/** Staff let the learner resume. An attempt that has moved on from its error keeps its status. */
export const MARK_READY_TO_RESUME = {
  conditions: { 'it is not resumable': ({ state }) => !state.isResumable },
  move: () => ({ ...MARKED, isQuiet: true }),
  record: () => MARKED,
} satisfies Rule<'mark-ready-to-resume'>;

/** A follow-up attempt has taken over the remaining time. */
export const RESUMED = {
  conditions: {
    'it was taken over before': ({ state }) => state.resumed,
    'it is not marked': ({ state }) => !state.readyToResume,
  },
  move: () => ({ ...TAKEN_OVER, isQuiet: true }),
  record: () => TAKEN_OVER,
} satisfies Rule<'resumed'>;
