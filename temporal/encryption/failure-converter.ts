import { DefaultFailureConverter } from '@temporalio/common';

/** Keeps the words of a failure in a payload, where they are encrypted with the rest. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
