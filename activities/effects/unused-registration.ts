import { setTimeout as delay } from 'node:timers/promises';
import type { DatabasePool } from 'slonik';
import { isVendorIdUsed } from '../../db/vendor-ids.ts';
import { findVendor } from '../../vendors/find-vendor.ts';
import type { VendorRegistry } from '../../vendors/port.ts';
import type { UnusedRegistration } from '../../workflows/exam-attempt/activities.ts';

/** Before each try of a removal, in milliseconds: a vendor that was slow may be left alone for a while. */
const PAUSES_MS = [0, 20_000, 60_000, 300_000];

export interface UnusedRegistrations {
  /** Removes one at its vendor; throws if that may not have been. Leaves it alone if an attempt has that id. */
  remove(registration: UnusedRegistration): Promise<void>;
  /** The same for one that only this process knows of, for some minutes and never longer than it lives. */
  removeSoon(registration: UnusedRegistration): Promise<void>;
}

/** Takes back what vendors were told of attempts that came to nothing: a registration costs money. */
export function createUnusedRegistrations(deps: { pool: DatabasePool; vendors: VendorRegistry }): UnusedRegistrations {
  async function remove({ backend, ...ids }: UnusedRegistration): Promise<void> {
    if (await isVendorIdUsed(deps.pool, ids.attemptExternalId)) return;
    await findVendor(deps.vendors, backend)?.removeAttempt(ids);
  }
  return {
    remove,
    async removeSoon(registration) {
      for (const pause of PAUSES_MS) {
        await delay(pause, undefined, { ref: false });
        try {
          return await remove(registration);
        } catch {
          // A vendor's failure is seen in its health.
        }
      }
    },
  };
}
