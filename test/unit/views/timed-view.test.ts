import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../rules/views/exam-view.ts';
import type { ViewFacts } from '../../../rules/views/view-facts.ts';
import { HOUR } from '../../support/attempt-builders.ts';
import { LOOKED_AT, viewed, viewFacts } from '../../support/view-builders.ts';
import { keyOf, readGrid } from '../attempt/grid.ts';

const DUE = { dueAt: LOOKED_AT };
const GRACE = { ...DUE, graceSeconds: 3600 };

const SITUATIONS: Record<string, (facts: ViewFacts) => ViewFacts> = {
  open: (facts) => facts,
  'past due': (facts) => ({ ...facts, dates: { ...facts.dates, ...DUE } }),
  'past due, hidden then': (facts) => ({
    ...facts,
    exam: { ...facts.exam, hideAfterDue: true },
    dates: { ...facts.dates, ...DUE },
  }),
  'past due, in grace': (facts) => ({ ...facts, dates: { ...facts.dates, ...GRACE } }),
};

const VIEWS = `
                          | open                  | past due       | past due, hidden then | past due, in grace
eligible                  | timed/entrance        | timed/expired  | timed/expired         | timed/expired
created                   | timed/entrance        | timed/expired  | timed/expired         | timed/expired
download_software_clicked | timed/entrance        | timed/expired  | timed/expired         | timed/expired
ready_to_start            | timed/entrance        | timed/expired  | timed/expired         | timed/expired
started                   | content               | timed/expired  | timed/expired         | timed/expired
ready_to_submit           | timed/ready_to_submit | timed/expired  | timed/expired         | timed/expired
declined                  | timed/submitted       | content        | timed/submitted       | timed/submitted
timed_out                 | timed/submitted       | content        | timed/submitted       | timed/submitted
submitted                 | timed/submitted       | content        | timed/submitted       | timed/submitted
second_review_required    | timed/submitted       | content        | timed/submitted       | timed/submitted
verified                  | timed/submitted       | content        | timed/submitted       | timed/submitted
rejected                  | timed/submitted       | content        | timed/submitted       | timed/submitted
error                     | timed/submitted       | content        | timed/submitted       | timed/submitted
ready_to_resume           | timed/entrance        | timed/entrance | timed/entrance        | timed/entrance
resumed                   | timed/submitted       | content        | timed/submitted       | timed/submitted
onboarding_missing        | timed/submitted       | content        | timed/submitted       | timed/submitted
onboarding_pending        | timed/submitted       | content        | timed/submitted       | timed/submitted
onboarding_failed         | timed/submitted       | content        | timed/submitted       | timed/submitted
onboarding_expired        | timed/submitted       | content        | timed/submitted       | timed/submitted
expired                   | timed/submitted       | content        | timed/submitted       | timed/submitted
onboarding_reset          | timed/submitted       | content        | timed/submitted       | timed/submitted
`;

it.each(readGrid(VIEWS))('a timed exam in $status, $column, shows $cell', ({ status, column, cell }) => {
  const facts = SITUATIONS[column]?.(viewFacts('timed', { attempt: viewed(status) }));
  expect(facts && viewOf(facts, LOOKED_AT)).toBe(keyOf(cell));
});

describe('a timed exam without an attempt', () => {
  it.each([
    { when: 'without dates', dates: {}, shows: 'timed_exam/entrance' },
    { when: 'a millisecond before it is due', dates: { dueAt: LOOKED_AT + 1 }, shows: 'timed_exam/entrance' },
    { when: 'at the very due date', dates: { dueAt: LOOKED_AT }, shows: 'timed_exam/expired' },
    {
      when: 'at the end of the course, without a due date',
      dates: { courseEndAt: LOOKED_AT },
      shows: 'timed_exam/expired',
    },
    {
      when: 'after the end of the course, with a due date to come',
      dates: { courseEndAt: LOOKED_AT - HOUR, dueAt: LOOKED_AT + HOUR },
      shows: 'timed_exam/entrance',
    },
  ])('shows $shows $when', ({ dates, shows }) => {
    expect(viewOf(viewFacts('timed', { dates }), LOOKED_AT)).toBe(shows);
  });
});

it('asks neither for permission nor for an active account', () => {
  const viewer = { isActive: false, mayTakeProctored: false };
  expect(viewOf(viewFacts('timed', { viewer }), LOOKED_AT)).toBe('timed_exam/entrance');
});

it('shows a submitted attempt that was never started, on which the original fails', () => {
  const attempt = viewed('submitted', { startedAt: null, completedAt: null });
  expect(viewOf(viewFacts('timed', { attempt }), LOOKED_AT)).toBe('timed_exam/submitted');
});

it('shows the content of a submitted attempt from the very end of the grace period', () => {
  const dates = { dueAt: LOOKED_AT - HOUR, graceSeconds: 3600 };
  const facts = viewFacts('timed', { attempt: viewed('submitted'), dates });
  expect(viewOf(facts, LOOKED_AT - 1)).toBe('timed_exam/submitted');
  expect(viewOf(facts, LOOKED_AT)).toBeNull();
});
