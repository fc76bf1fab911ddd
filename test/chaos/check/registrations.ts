import type { PartName } from '../plan/types.ts';
import type { Evidence, FaultRecord, VendorCall, Violation } from './evidence.ts';

/** As long as a learner waits for their registration. */
const CALL_MS = 16_000;
/** What stands between the answer of the vendor and the attempt that keeps it. */
const BETWEEN: readonly PartName[] = ['Vendor', 'Worker', 'Temporal', 'Postgres'];

/**
 * Whether the answer may have died on its way: the creation was refused then, and the learner registered anew. Vendors take
 * a registration without a key, so it cannot be asked for again.
 */
function mayBeUnheard({ at }: VendorCall, faults: readonly FaultRecord[]): boolean {
  return faults.some(
    ({ part, how, from, to }) =>
      BETWEEN.includes(part) && how !== 'clock' && from <= at + CALL_MS && to >= at - CALL_MS,
  );
}

/** Registrations without an attempt, and whether their answer may have been lost. */
export function orphansOf({ vendor, attempts, faults }: Evidence): (VendorCall & { isUnheard: boolean })[] {
  const known = new Set(attempts.map(({ externalId }) => externalId));
  const removed = new Set(vendor.flatMap(({ what, externalId }) => (what === 'removal' ? [externalId] : [])));
  return vendor
    .filter(({ what, externalId }) => what === 'registration' && !known.has(externalId) && !removed.has(externalId))
    .map((call) => ({ ...call, isUnheard: mayBeUnheard(call, faults) }));
}

/** No registration at a vendor is orphaned: it has its attempt, or was removed. */
export function checkRegistrations(evidence: Evidence): Violation[] {
  return orphansOf(evidence)
    .filter(({ isUnheard }) => !isUnheard)
    .map(({ externalId }) => ({ rule: 'registration', what: `${externalId} at the vendor has no attempt` }));
}
