import { proxyActivities } from '@temporalio/workflow';
import type { EffectActivities, Reservation, UnusedRegistration } from './activities.ts';
import { refusalOrRethrow } from '../refusals.ts';
import type { Store } from './store.ts';

/** An attempt that came to nothing; `externalId` is what the vendor calls it, if it has said so. */
interface Abandoned {
  attemptCode: string;
  externalId?: string | null;
}

/** Gives its place back, and finds what is left of it at the vendor. */
export type GiveBack = (abandoned: Abandoned) => Promise<void>;

/** Gives the place back; answers what is left at the vendor. Releases before this one answered nothing. */
export async function dropPlace(store: Store, abandoned: Abandoned): Promise<UnusedRegistration | null> {
  return (await store.call('dropReservation', abandoned)) ?? null;
}

/** Does what has to be done before the attempt may exist. */
export async function orGiveBack<T>(
  { attemptCode }: Reservation,
  giveBack: GiveBack,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    refusalOrRethrow(error);
    await giveBack({ attemptCode });
    throw error;
  }
}

/** Nobody waits for it, so it is tried until it is done. */
const removal = proxyActivities<EffectActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 1.5, maximumInterval: '1 minute' },
  summary: 'vendor: take back the registration of no attempt',
});

/** Takes back what a vendor was told of an attempt that came to nothing: a registration costs money. */
export async function removeUnused(registration: UnusedRegistration): Promise<void> {
  await removal.removeUnusedRegistration(registration);
}
