import type { Act } from '../../../rules/attempt/acts.ts';
import type { ReasonCategory } from '../../../rules/attempt/events.ts';
import { call, path } from '../../api/client.ts';
import type { Answers, BulkPreview } from '../../api/shapes.ts';
import type { Payload } from '../payload.ts';

/** What is to be done to many attempts of a course. */
export interface BulkRequest {
  act: Act;
  payload: Payload;
  reason?: string;
  category: ReasonCategory;
  targets: { ids: readonly number[] } | { sitting: { exam: number } };
}

const bulkCall = (course: string) => path`/courses/${course}/bulk`;

export const previewBulk = (course: string, request: BulkRequest) =>
  call<BulkPreview>('POST', bulkCall(course), { body: { ...request, dry_run: true } });

/** Begins what was previewed; `count` is typed by a person where attempts are removed. */
export const beginBulk = (course: string, request: BulkRequest, confirmed: { token: string; count?: number }) =>
  call<Answers['BulkBegun']>('POST', bulkCall(course), { body: { ...request, ...confirmed } });
