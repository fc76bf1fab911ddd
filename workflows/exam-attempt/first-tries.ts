import { ApplicationFailure } from '@temporalio/workflow';
import {
  EFFECT_POSTPONED,
  EFFECT_REFUSED,
  FIRST_TRY_LASTS,
  SUCCESS_UNRECORDED,
  type AfterFirstTry,
  type EffectTry,
} from './activities.ts';

/** A target's own time limits end its longest try by then, in milliseconds. */
const LONGEST_TRY_MS = 90_000;

/** How a try that was made with the change itself has failed: nothing was begun. */
export const isPostponed = (error: unknown) => error instanceof ApplicationFailure && error.type === EFFECT_POSTPONED;

/** The target refused for good. */
export const isRefusal = (error: unknown) => error instanceof ApplicationFailure && error.type === EFFECT_REFUSED;

/** What the tries after a first one that failed with this have to know; null: nothing. */
export function whatRemainsOf(error: unknown): AfterFirstTry | null {
  if (!(error instanceof ApplicationFailure)) return null;
  const [detail] = error.details ?? [];
  switch (error.type) {
    case FIRST_TRY_LASTS:
      return { lasting: { worker: String(detail), until: Date.now() + LONGEST_TRY_MS } };
    case SUCCESS_UNRECORDED:
      return { succeeded: detail as EffectTry[] };
    default:
      return null;
  }
}
