import type { CloudEvent } from '../../../lms/cloud-events.ts';

/** One event, with how often it arrived. */
export interface Delivery {
  event: CloudEvent;
  /** Epoch milliseconds of the first time. */
  receivedAt: number;
  /** When the same id arrived again. */
  repeats: number;
}

/** Days of what one person tries out, and minutes of what a bench sends. */
const MAX_KEPT = 20_000;

/** The latest events that were accepted, once per id. */
export function createReceived(now: () => number = Date.now, most = MAX_KEPT) {
  const deliveries = new Map<string, Delivery>();
  return {
    take(event: CloudEvent): Delivery {
      const known = deliveries.get(event.id);
      if (known) {
        known.repeats += 1;
        return known;
      }
      const delivery = { event, receivedAt: now(), repeats: 0 };
      deliveries.set(event.id, delivery);
      for (const oldest of deliveries.keys()) {
        if (deliveries.size <= most) break;
        deliveries.delete(oldest);
      }
      return delivery;
    },
    /** In the order of arrival. */
    all: (): readonly Delivery[] => [...deliveries.values()],
    clear: (): void => deliveries.clear(),
  };
}

export type Received = ReturnType<typeof createReceived>;
