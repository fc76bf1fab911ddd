import { ApplicationFailure } from '@temporalio/common';
import { isStatus, type Status } from '../../rules/attempt/statuses.ts';

/** A status as the database holds it. Throws for one that this version does not know. */
export function readStatus(text: string): Status {
  if (isStatus(text)) return text;
  throw ApplicationFailure.nonRetryable(`The stored status ${text} is not known.`);
}
