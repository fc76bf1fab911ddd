import * as told from '../expected.ts';
import { LENIENT_COURSE } from '../outside.ts';
import type { Move } from '../scenario.ts';
import { received, review, RUNNING, setStatus, SUBMITTED, type Row } from './row.ts';

const REJECTED: Move[] = [...SUBMITTED, setStatus('rejected')];

/** What reviews and staff decide. */
export const ROWS_OF_REVIEWS: Row[] = [
  {
    name: 'a passing review',
    before: SUBMITTED,
    cause: [review('Clean')],
    events: [...told.passed, received('submitted', 'Clean')],
    mails: ['verified'],
  },
  {
    name: 'a suspicious review that no person has looked at',
    before: SUBMITTED,
    cause: [review('Suspicious')],
    events: [
      ...told.becomes('second_review_required'),
      received('submitted', 'Suspicious'),
      told.notifySupport('Suspicious'),
    ],
  },
  {
    name: 'a review without a result',
    before: SUBMITTED,
    cause: [review('Not Reviewed')],
    events: [...told.erred, received('submitted', 'Not Reviewed')],
    vendor: [told.vendorHears('error')],
  },
  {
    name: 'a pass for an attempt that was never handed in',
    before: RUNNING,
    cause: [review('Clean')],
    events: [...told.erred, received('started', 'Clean')],
    vendor: [told.vendorHears('error')],
  },
  {
    name: 'a changed review with the same result',
    before: [...SUBMITTED, review('Clean')],
    cause: [['review', { reviewStatus: 'Clean', revision: 2 }]],
    events: [received('verified', 'Clean')],
  },
  {
    name: 'a repeat of the review',
    before: [...SUBMITTED, review('Clean')],
    cause: [['review', { reviewStatus: 'Clean', revision: 1 }]],
    events: [],
  },
  {
    name: 'a rejection',
    before: SUBMITTED,
    cause: [setStatus('rejected')],
    events: told.failed,
    mails: ['rejected'],
  },
  {
    name: 'a rejection in a course that leaves grades alone',
    courseId: LENIENT_COURSE,
    before: SUBMITTED,
    cause: [setStatus('rejected')],
    events: [told.setCredit('failed'), told.examEvent('rejected'), ...told.becomes('rejected')],
    mails: ['rejected'],
  },
  {
    name: 'a pass after a rejection',
    before: REJECTED,
    cause: [setStatus('verified')],
    events: told.passedAfterAll,
    mails: ['verified'],
  },
  {
    name: 'a second look at a rejection',
    before: REJECTED,
    cause: [setStatus('second_review_required')],
    events: told.becomes('second_review_required'),
  },
  {
    name: 'a pass after a second look at a rejection, which undoes the override too',
    before: [...REJECTED, setStatus('second_review_required')],
    cause: [setStatus('verified')],
    events: told.passedAfterAll,
    mails: ['verified'],
  },
  { name: 'setting the status that it has', before: REJECTED, cause: [setStatus('rejected')], events: [] },
  { name: 'seeing the result', before: REJECTED, cause: [['acknowledge']], events: [] },
  {
    name: 'passing a practice exam',
    exam: 'practice',
    before: SUBMITTED,
    cause: [setStatus('verified')],
    events: told.passed,
  },
];
