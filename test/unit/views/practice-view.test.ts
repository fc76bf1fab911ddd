import { expect, it } from 'vitest';
import { viewOf } from '../../../rules/views/exam-view.ts';
import type { ViewFacts } from '../../../rules/views/view-facts.ts';
import { LOOKED_AT, viewed, viewFacts } from '../../support/view-builders.ts';
import { keyOf, readGrid } from '../attempt/grid.ts';

const marked = (facts: ViewFacts): ViewFacts => ({
  ...facts,
  attempt: facts.attempt && { ...facts.attempt, readyToResume: true, resumed: false },
});

const SITUATIONS: Record<string, (facts: ViewFacts) => ViewFacts> = {
  open: (facts) => facts,
  due: (facts) => ({ ...facts, dates: { ...facts.dates, dueAt: LOOKED_AT } }),
  'wrong browser': (facts) => ({ ...facts, isBrowserBlocked: true }),
  marked,
};

const PRACTICE = `
                          | open                      | due                       | wrong browser                 | marked
eligible                  | proctored/instructions    | proctored/instructions    | proctored/instructions        | proctored/ready_to_resume
created                   | proctored/instructions    | proctored/instructions    | proctored/instructions        | proctored/ready_to_resume
download_software_clicked | proctored/instructions    | proctored/instructions    | proctored/instructions        | proctored/ready_to_resume
ready_to_start            | proctored/ready_to_start  | proctored/ready_to_start  | proctored/ready_to_start      | proctored/ready_to_resume
started                   | content                   | content                   | proctored/error_wrong_browser | proctored/ready_to_resume
ready_to_submit           | proctored/ready_to_submit | proctored/ready_to_submit | proctored/ready_to_submit     | proctored/ready_to_resume
declined                  | content                   | content                   | content                       | proctored/ready_to_resume
timed_out                 | practice/submitted        | practice/submitted        | practice/submitted            | proctored/ready_to_resume
submitted                 | practice/submitted        | practice/submitted        | practice/submitted            | proctored/ready_to_resume
second_review_required    | practice/submitted        | practice/submitted        | practice/submitted            | proctored/ready_to_resume
verified                  | practice/submitted        | practice/submitted        | practice/submitted            | proctored/ready_to_resume
rejected                  | practice/submitted        | practice/submitted        | practice/submitted            | proctored/ready_to_resume
error                     | practice/error            | practice/error            | practice/error                | proctored/ready_to_resume
ready_to_resume           | proctored/ready_to_resume | proctored/ready_to_resume | proctored/ready_to_resume     | proctored/ready_to_resume
resumed                   | practice/error            | practice/error            | practice/error                | proctored/ready_to_resume
onboarding_missing        | practice/error            | practice/error            | practice/error                | proctored/ready_to_resume
onboarding_pending        | practice/error            | practice/error            | practice/error                | proctored/ready_to_resume
onboarding_failed         | practice/error            | practice/error            | practice/error                | proctored/ready_to_resume
onboarding_expired        | practice/error            | practice/error            | practice/error                | proctored/ready_to_resume
expired                   | practice/error            | practice/error            | practice/error                | proctored/ready_to_resume
onboarding_reset          | practice/entrance         | practice/entrance         | practice/entrance             | proctored/ready_to_resume
`;

const ONBOARDING = `
                          | open                       | due                        | wrong browser              | marked
eligible                  | proctored/instructions     | proctored/instructions     | proctored/instructions     | proctored/ready_to_resume
created                   | proctored/instructions     | proctored/instructions     | proctored/instructions     | proctored/ready_to_resume
download_software_clicked | proctored/instructions     | proctored/instructions     | proctored/instructions     | proctored/ready_to_resume
ready_to_start            | proctored/ready_to_start   | proctored/ready_to_start   | proctored/ready_to_start   | proctored/ready_to_resume
started                   | content                    | content                    | content                    | proctored/ready_to_resume
ready_to_submit           | onboarding/ready_to_submit | onboarding/ready_to_submit | onboarding/ready_to_submit | proctored/ready_to_resume
declined                  | content                    | content                    | content                    | proctored/ready_to_resume
timed_out                 | onboarding/submitted       | onboarding/submitted       | onboarding/submitted       | proctored/ready_to_resume
submitted                 | onboarding/submitted       | onboarding/submitted       | onboarding/submitted       | proctored/ready_to_resume
second_review_required    | onboarding/submitted       | onboarding/submitted       | onboarding/submitted       | proctored/ready_to_resume
verified                  | onboarding/verified        | onboarding/verified        | onboarding/verified        | proctored/ready_to_resume
rejected                  | onboarding/rejected        | onboarding/rejected        | onboarding/rejected        | proctored/ready_to_resume
error                     | onboarding/error           | onboarding/error           | onboarding/error           | proctored/ready_to_resume
ready_to_resume           | proctored/ready_to_resume  | proctored/ready_to_resume  | proctored/ready_to_resume  | proctored/ready_to_resume
resumed                   | onboarding/error           | onboarding/error           | onboarding/error           | proctored/ready_to_resume
onboarding_missing        | onboarding/error           | onboarding/error           | onboarding/error           | proctored/ready_to_resume
onboarding_pending        | onboarding/error           | onboarding/error           | onboarding/error           | proctored/ready_to_resume
onboarding_failed         | onboarding/error           | onboarding/error           | onboarding/error           | proctored/ready_to_resume
onboarding_expired        | onboarding/error           | onboarding/error           | onboarding/error           | proctored/ready_to_resume
expired                   | onboarding/error           | onboarding/error           | onboarding/error           | proctored/ready_to_resume
onboarding_reset          | onboarding/entrance        | onboarding/entrance        | onboarding/entrance        | proctored/ready_to_resume
`;

it.each([
  ...readGrid(PRACTICE).map((cell) => ({ type: 'practice' as const, ...cell })),
  ...readGrid(ONBOARDING).map((cell) => ({ type: 'onboarding' as const, ...cell })),
])('a $type exam in $status, $column, shows $cell', ({ type, status, column, cell }) => {
  const facts = SITUATIONS[column]?.(viewFacts(type, { attempt: viewed(status) }));
  expect(facts && viewOf(facts, LOOKED_AT)).toBe(keyOf(cell));
});

it.each([
  { type: 'practice', open: 'practice_exam/entrance', due: 'practice_exam/entrance' },
  { type: 'onboarding', open: 'onboarding_exam/entrance', due: 'proctored_exam/expired' },
] as const)('a $type exam without an attempt shows $open, once due $due', ({ type, open, due }) => {
  const facts = viewFacts(type, { dates: { dueAt: LOOKED_AT } });
  expect([viewOf(facts, LOOKED_AT - 1), viewOf(facts, LOOKED_AT)]).toEqual([open, due]);
});
