import { expect, it } from 'vitest';
import { EFFECT_KINDS } from '../../../rules/attempt/effects.ts';
import { activityOf, isLone } from '../../../workflows/exam-attempt/effect-activities.ts';

it('names activities as in the histories of earlier releases', () => {
  expect(EFFECT_KINDS.filter(isLone).map(activityOf).toSorted()).toEqual([
    'clearBlockedAttempts',
    'completeUnit',
    'declineSiblings',
    'eraseAnswers',
    'invalidateCertificate',
    'markErroneousAtVendor',
    'notifySupport',
    'overrideGrade',
    'removeAtVendorLater',
    'removeCredit',
    'sendMail',
    'setCredit',
    'startAtVendor',
    'stopAtVendor',
    'undoGradeOverride',
  ]);
});
