import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';

/** Stands for a payload that cannot be read; fits no event. */
const UNREADABLE = 'unreadable payload';

/**
 * Temporal's own converter, except that bytes which it cannot read become a text. Anybody with access to Temporal can
 * send a signal with such bytes, and reading it must not make the workflow's tasks fail for ever.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the interface is generic
  fromPayload<T>(payload: Payload): T {
    try {
      return defaultPayloadConverter.fromPayload<T>(payload);
    } catch {
      return UNREADABLE as T;
    }
  },
};
