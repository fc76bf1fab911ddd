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
  /** The same by the wall clock, on a machine that has other things to do. */
  longestByClock: number;
  /** Registrations whose answer was lost with the process that waited for it. */
  unheard: number;
  violations: Violation[];
}

/** Counts what happened and checks it. */
export function summarize(seed: number, evidence: Evidence): Summary {
  const { wishes, faults, attempts, lms, bus, mails, scarcity } = evidence;
  const outages = outagesOf(faults);
  const repeatsIn = (ids: readonly string[]) => ids.length - new Set(ids).size;
  const repeatedEntries = repeatsIn(bus.map(({ id }) => id));
  const repeatedMails = repeatsIn(mails.map(({ messageId }) => messageId));
  return {
    seed,
    faults: faults.length,
    attempts: attempts.length,
    wishes: wishes.length,
    requests: wishes.reduce((sum, { tries }) => sum + tries.length, 0),
    refused: wishes.filter(({ answer }) => answer !== null && answer.status >= 400).length,
    effects: attempts.reduce((sum, { effects }) => sum + effects.length, 0),
    repeats: lms.reduce((sum, { repeats }) => sum + repeats, 0) + repeatedMails + repeatedEntries,
    longestWait: Math.max(0, ...wishes.map((record) => waitOf(record, { outages, scarcity }))) / 1_000,
    longestByClock: Math.max(0, ...wishes.map((record) => waitOf(record, { outages, scarcity: [] }))) / 1_000,
    unheard: orphansOf(evidence).filter(({ isUnheard }) => isUnheard).length,
    violations: check(evidence),
  };
}
