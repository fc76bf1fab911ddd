import { countOpenEffectsByBackend, listVendorHealth } from '../../db/vendor-health.ts';
import { EFFECT_KINDS, EFFECTS } from '../../rules/attempt/effects.ts';
import type { AppDeps } from '../app-deps.ts';
import { wireTime, wireTimeOrNull } from '../wire/time.ts';

const VENDOR_EFFECTS = EFFECT_KINDS.filter((kind) => EFFECTS[kind].lane === 'vendor');

/** How the back-ends of these names are, as any process of the service has last found them; two statements. */
export async function readBackendHealth({ pool, vendors, clock }: AppDeps, names: readonly string[]) {
  const [known, waiting] = await Promise.all([listVendorHealth(pool), countOpenEffectsByBackend(pool, VENDOR_EFFECTS)]);
  const healthOf = new Map(known.map((health) => [health.name, health]));
  const waitingOf = new Map(waiting.map((counts) => [counts.backend, counts]));
  const now = clock();
  return names.map((name) => {
    const { lastOkAt = null, lastError = null, leftAloneUntil = null } = healthOf.get(name) ?? {};
    // Another process may have had an answer since.
    const hasFailedLast = lastOkAt === null || (lastError !== null && lastError.at > lastOkAt);
    const isOpen = hasFailedLast && leftAloneUntil !== null && leftAloneUntil > now;
    const { pending = 0, refused = 0 } = waitingOf.get(name) ?? {};
    return {
      name,
      kind: vendors.get(name).verboseName,
      last_ok: wireTimeOrNull(lastOkAt),
      last_error: lastError && { at: wireTime(lastError.at), message: lastError.message },
      breaker: isOpen ? ('open' as const) : ('closed' as const),
      pending,
      refused,
    };
  });
}
