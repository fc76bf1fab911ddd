import { check } from './check.ts';
import type { Evidence, Violation } from './evidence.ts';
import { orphansOf } from './registrations.ts';
import { outagesOf, waitOf } from './waits.ts';

/** The figures of a run. */
export interface Summary {
  seed: number;
  faults: number;
  attempts: number;
  wishes: number;
  requests: number;
  refused: number;
  effects: number;
  /** Messages to the outside that came again, under the key of the first one. */
  repeats: number;
  /** The longest that anybody waited while nothing was out of order, in seconds. */
  longestWait: number;
  /** Registrations whose answer was lost with the process that waited for it. */
  unheard: number;
  violations: Violation[];
}

/** Counts what happened and checks it. */
export function summarize(seed: number, evidence: Evidence): Summary {
  const { wishes, faults, attempts, lms, mails } = evidence;
  const outages = outagesOf(faults);
  const repeatedMails = mails.length - new Set(mails.map(({ messageId }) => messageId)).size;
  return {
    seed,
    faults: faults.length,
    attempts: attempts.length,
    wishes: wishes.length,
    requests: wishes.reduce((sum, { tries }) => sum + tries.length, 0),
    refused: wishes.filter(({ answer }) => answer !== null && answer.status >= 400).length,
    effects: attempts.reduce((sum, { effects }) => sum + effects.length, 0),
    repeats: lms.reduce((sum, { repeats }) => sum + repeats, 0) + repeatedMails,
    longestWait: Math.max(0, ...wishes.map((record) => waitOf(record, outages))) / 1_000,
    unheard: orphansOf(evidence).filter(({ isUnheard }) => isUnheard).length,
    violations: check(evidence),
  };
}
