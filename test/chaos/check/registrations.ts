import type { PartName } from '../plan/types.ts';
import type { Evidence, FaultRecord, VendorCall, Violation } from './evidence.ts';

/** As long as a learner waits for their registration. */
const CALL_MS = 16_000;
/** A vendor whose process has just died may still read what had arrived. */
const DELIVERY_MS = 500;
/** Both ends of the connection on which the vendor answers. */
const ENDS: readonly PartName[] = ['Vendor', 'Worker'];

/**
 * Whether the answer may have died with one of its ends: then nobody of ours has ever heard it. The protocol of vendors has
 * no key of a registration and no list of them, so it can be neither asked for again nor found.
 */
function mayBeUnheard({ at }: VendorCall, faults: readonly FaultRecord[]): boolean {
  return faults.some(
    ({ part, how, from }) => ENDS.includes(part) && how === 'kill' && from >= at - DELIVERY_MS && from <= at + CALL_MS,
  );
}

/** Registrations without an attempt, and whether their answer may have been lost. */
export function orphansOf({
  vendor,
  attempts,
  faults,
}: Pick<Evidence, 'vendor' | 'attempts' | 'faults'>): (VendorCall & { isUnheard: boolean })[] {
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
