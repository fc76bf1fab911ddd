import { describe, expect, it } from 'vitest';
import { isDeclinedByView, viewOf } from '../../../rules/views/exam-view.ts';
import type { ViewFacts } from '../../../rules/views/view-facts.ts';
import { HOUR } from '../../support/attempt-builders.ts';
import { LOOKED_AT, viewed, viewFacts } from '../../support/view-builders.ts';
import { keyOf, readGrid } from '../attempt/grid.ts';

const marked = (facts: ViewFacts): ViewFacts => ({
  ...facts,
  attempt: facts.attempt && { ...facts.attempt, readyToResume: true, resumed: false },
});
const due = (facts: ViewFacts): ViewFacts => ({
  ...facts,
  dates: { ...facts.dates, dueAt: LOOKED_AT, courseDueAt: LOOKED_AT },
});
const acknowledged = (facts: ViewFacts): ViewFacts => ({
  ...due(facts),
  isViewablePastDue: true,
  attempt: facts.attempt && { ...facts.attempt, isStatusAcknowledged: true },
});

const SITUATIONS: Record<string, (facts: ViewFacts) => ViewFacts> = {
  open: (facts) => facts,
  'wrong browser': (facts) => ({ ...facts, isBrowserBlocked: true }),
  due,
  marked,
  'due, marked': (facts) => due(marked(facts)),
  'due, acknowledged': acknowledged,
};

const VIEWS = `
                          | open                       | wrong browser                 | due                        | marked                    | due, marked               | due, acknowledged
eligible                  | proctored/instructions     | proctored/instructions        | proctored/expired          | proctored/ready_to_resume | proctored/expired         | proctored/expired
created                   | proctored/instructions     | proctored/instructions        | proctored/expired          | proctored/ready_to_resume | proctored/expired         | proctored/expired
download_software_clicked | proctored/instructions     | proctored/instructions        | proctored/expired          | proctored/ready_to_resume | proctored/expired         | proctored/expired
ready_to_start            | proctored/ready_to_start   | proctored/ready_to_start      | proctored/expired          | proctored/ready_to_resume | proctored/expired         | proctored/expired
started                   | content                    | proctored/error_wrong_browser | proctored/expired          | proctored/ready_to_resume | proctored/expired         | proctored/expired
ready_to_submit           | proctored/ready_to_submit  | proctored/ready_to_submit     | proctored/expired          | proctored/ready_to_resume | proctored/expired         | proctored/expired
declined                  | content                    | content                       | content                    | content                   | content                   | content
timed_out                 | proctored/submitted        | proctored/submitted           | proctored/submitted        | proctored/ready_to_resume | proctored/ready_to_resume | content
submitted                 | proctored/submitted        | proctored/submitted           | proctored/submitted        | proctored/ready_to_resume | proctored/ready_to_resume | content
second_review_required    | proctored/submitted        | proctored/submitted           | proctored/submitted        | proctored/ready_to_resume | proctored/ready_to_resume | content
verified                  | proctored/verified         | proctored/verified            | proctored/verified         | proctored/ready_to_resume | proctored/ready_to_resume | content
rejected                  | proctored/rejected         | proctored/rejected            | proctored/rejected         | proctored/ready_to_resume | proctored/ready_to_resume | content
error                     | proctored/error            | proctored/error               | proctored/error            | proctored/ready_to_resume | proctored/ready_to_resume | proctored/error
ready_to_resume           | proctored/ready_to_resume  | proctored/ready_to_resume     | proctored/ready_to_resume  | proctored/ready_to_resume | proctored/ready_to_resume | proctored/ready_to_resume
resumed                   | proctored/error            | proctored/error               | proctored/error            | proctored/ready_to_resume | proctored/ready_to_resume | proctored/error
onboarding_missing        | proctored/onboarding_error | proctored/onboarding_error    | proctored/onboarding_error | proctored/ready_to_resume | proctored/ready_to_resume | proctored/onboarding_error
onboarding_pending        | proctored/onboarding_error | proctored/onboarding_error    | proctored/onboarding_error | proctored/ready_to_resume | proctored/ready_to_resume | proctored/onboarding_error
onboarding_failed         | proctored/onboarding_error | proctored/onboarding_error    | proctored/onboarding_error | proctored/ready_to_resume | proctored/ready_to_resume | proctored/onboarding_error
onboarding_expired        | proctored/onboarding_error | proctored/onboarding_error    | proctored/onboarding_error | proctored/ready_to_resume | proctored/ready_to_resume | proctored/onboarding_error
expired                   | proctored/expired          | proctored/expired             | proctored/expired          | proctored/ready_to_resume | proctored/ready_to_resume | proctored/expired
onboarding_reset          | proctored/error            | proctored/error               | proctored/error            | proctored/ready_to_resume | proctored/ready_to_resume | proctored/error
`;

it.each(readGrid(VIEWS))('a proctored exam in $status, $column, shows $cell', ({ status, column, cell }) => {
  const facts = SITUATIONS[column]?.(viewFacts('proctored', { attempt: viewed(status) }));
  expect(facts && viewOf(facts, LOOKED_AT)).toBe(keyOf(cell));
});

describe('a proctored exam without an attempt', () => {
  it.each([
    { prerequisites: 'satisfied', open: 'proctored_exam/entrance', declines: false },
    { prerequisites: 'failed', open: 'proctored_exam/failed-prerequisites', declines: false },
    { prerequisites: 'pending', open: 'proctored_exam/pending-prerequisites', declines: false },
    { prerequisites: 'declined', open: null, declines: true },
  ] as const)(
    'with $prerequisites prerequisites shows $open, and expired once due',
    ({ prerequisites, open, declines }) => {
      const facts = viewFacts('proctored', { prerequisites });
      expect([viewOf(facts, LOOKED_AT), isDeclinedByView(facts, LOOKED_AT)]).toEqual([open, declines]);
      expect([viewOf(due(facts), LOOKED_AT), isDeclinedByView(due(facts), LOOKED_AT)]).toEqual([
        'proctored_exam/expired',
        false,
      ]);
    },
  );

  it('is not declined by the view of someone with an attempt, an inactive account or no permission', () => {
    const facts = viewFacts('proctored', { prerequisites: 'declined' });
    const inactive = { ...facts, viewer: { ...facts.viewer, isActive: false } };
    const notAllowed = { ...facts, viewer: { ...facts.viewer, mayTakeProctored: false } };
    const begun = { ...facts, attempt: viewed('created') };
    expect([inactive, notAllowed, begun].map((each) => isDeclinedByView(each, LOOKED_AT))).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('an acknowledged result', () => {
  const facts = acknowledged(viewFacts('proctored', { attempt: viewed('verified') }));

  it.each([
    { unless: 'the setting is on', changed: { isViewablePastDue: false } },
    {
      unless: 'the exam is past due for the whole course',
      changed: { dates: { ...facts.dates, courseDueAt: LOOKED_AT + 1 } },
    },
    { unless: 'it is acknowledged', changed: { attempt: viewed('verified') } },
  ])('does not give way to the content unless $unless', ({ changed }) => {
    expect(viewOf({ ...facts, ...changed }, LOOKED_AT)).toBe('proctored_exam/verified');
  });

  it.each([
    { status: 'verified', shows: 'proctored_exam/verified' },
    { status: 'rejected', shows: null },
    { status: 'submitted', shows: null },
  ] as const)('in $status shows $shows while the grace period runs', ({ status, shows }) => {
    const inGrace = acknowledged(viewFacts('proctored', { attempt: viewed(status), dates: { graceSeconds: 1 } }));
    expect(viewOf(inGrace, LOOKED_AT + 999)).toBe(shows);
    expect(viewOf(inGrace, LOOKED_AT + 1000)).toBeNull();
  });
});

describe.each(['proctored', 'practice', 'onboarding'] as const)('a %s exam', (type) => {
  it('shows the content to those who may not take proctored exams, and after the course', () => {
    const notAllowed = viewFacts(type, { viewer: { mayTakeProctored: false } });
    const over = viewFacts(type, { dates: { courseEndAt: LOOKED_AT } });
    expect([viewOf(notAllowed, LOOKED_AT), viewOf(over, LOOKED_AT)]).toEqual([null, null]);
    expect(viewOf(over, LOOKED_AT - 1)).toBe(`${type}_exam/entrance`);
  });

  it('tells an inactive account so, except that a declined proctored exam shows its content', () => {
    const viewer = { isActive: false };
    expect(viewOf(viewFacts(type, { viewer }), LOOKED_AT)).toBe('proctored_exam/inactive_account');
    const declined = viewFacts(type, { viewer, attempt: viewed('declined') });
    expect(viewOf(declined, LOOKED_AT)).toBe(type === 'proctored' ? null : 'proctored_exam/inactive_account');
  });
});

it.each(['timed', 'proctored', 'practice', 'onboarding'] as const)(
  'a %s exam shows its content to staff and when it is inactive',
  (type) => {
    const staff = viewFacts(type, { viewer: { isStudent: false } });
    const inactive = viewFacts(type, { exam: { isActive: false }, dates: { dueAt: LOOKED_AT - HOUR } });
    expect([viewOf(staff, LOOKED_AT), viewOf(inactive, LOOKED_AT)]).toEqual([null, null]);
  },
);

it('has no page for a practice exam that is not proctored, which the original calls proctored', () => {
  expect(viewOf(viewFacts('proctored', { exam: { isProctored: false } }), LOOKED_AT)).toBeNull();
});
