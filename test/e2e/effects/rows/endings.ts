import * as told from '../expected.ts';
import type { ExpectedEvent } from '../expected.ts';
import { received, review, SUBMITTED, type Row } from './row.ts';

const removed = (...credit: ExpectedEvent[]) => [
  told.eraseAnswers(null),
  told.undoOverride,
  ...credit,
  told.examEvent('reset'),
];

/** Removals and new tries. */
export const ROWS_OF_ENDINGS: Row[] = [
  {
    name: 'removing a set-up attempt',
    cause: [['delete']],
    events: [...removed(), told.track('deleted', 'created')],
    vendor: [told.vendorRemoves],
  },
  {
    name: 'removing a handed-in attempt',
    before: SUBMITTED,
    cause: [['delete']],
    events: [...removed(told.removeCredit), told.track('deleted', 'submitted')],
    vendor: [told.vendorRemoves],
  },
  {
    name: 'removing a reviewed attempt',
    before: [...SUBMITTED, review('Clean')],
    cause: [['delete']],
    events: [
      told.track('review_received', 'verified'),
      ...removed(told.removeCredit),
      told.track('deleted', 'verified'),
    ],
    vendor: [told.vendorRemoves],
  },
  {
    name: 'clearing an attempt quietly',
    cause: [['delete', { quiet: true }]],
    events: [],
    vendor: [told.vendorRemoves],
  },
  {
    name: 'a review of a removed attempt',
    before: [...SUBMITTED, ['delete']],
    cause: [review('Clean')],
    events: [received('submitted', 'Clean')],
  },
  {
    name: 'a new try of an errored practice exam',
    exam: 'practice',
    before: [['start'], ['error']],
    cause: [['reset']],
    events: [told.track('reset_practice_exam', 'onboarding_reset')],
  },
  {
    name: 'a new try of a handed-in practice exam',
    exam: 'practice',
    before: SUBMITTED,
    cause: [['reset']],
    events: [
      ...removed(told.removeCredit),
      told.track('deleted', 'submitted'),
      told.track('reset_practice_exam', 'submitted'),
    ],
  },
];
