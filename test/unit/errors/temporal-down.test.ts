import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { IllegalStateError, NamespaceNotFoundError } from '@temporalio/common';
import { expect, test } from 'vitest';
import { toApiError } from '../../../api/errors/handler.ts';

const status = Object.assign(new Error('5 NOT_FOUND: nothing'), { code: 5, details: 'nothing', metadata: {} });

test.each([
  new ServiceError('down'),
  new NamespaceNotFoundError('missing'),
  new WorkflowNotFoundError('gone', 'EXAM', undefined),
  new IllegalStateError('closed'),
  status,
])('%s is answered 503 with Retry-After', (error) => {
  expect(toApiError(error)).toMatchObject({
    code: 'temporal_unavailable',
    status: 503,
    headers: { 'Retry-After': expect.anything() },
  });
});

test('an error of our own stays an error of our own', () => {
  expect(toApiError(new TypeError('bug'))).toMatchObject({ code: 'internal_error' });
});
