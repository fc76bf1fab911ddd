import type { CloudEvent } from '../../../lms/cloud-events.ts';

/** One event, with how often it arrived. */
export interface Delivery {
  event: CloudEvent;
  /** Epoch milliseconds of the first time. */
  receivedAt: number;
  /** When the same id arrived again. */
  repeats: number;
}

/** Every event that was accepted, once per id. */
export function createReceived(now: () => number = Date.now) {
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
      return delivery;
    },
    /** In the order of arrival. */
    all: (): readonly Delivery[] => [...deliveries.values()],
    clear: (): void => deliveries.clear(),
  };
}

export type Received = ReturnType<typeof createReceived>;
