/** Rows of design §6 that the rules alone do not decide, with the test that shows each and words which that test holds. */
export const SHOWN_ELSEWHERE = [
  {
    row: 'finishing one onboarding deletes blocked attempts in all courses, all vendors',
    file: 'test/workflows/effects.test.ts',
    mentions: 'may begin anew where the same vendor had refused him, and only there',
  },
  {
    row: 'reset of a past-due onboarding exam fails after destroying the old attempt',
    file: 'test/workflows/creation.test.ts',
    mentions: 'stays as it is when it may not be reset',
  },
  {
    row: 'review comments pile up on every repeat; PII wipe and admin save re-run side effects',
    file: 'test/api/vendor-callbacks.test.ts',
    mentions: 'moves the attempt, and an identical repeat changes nothing',
  },
  {
    row: "course-staff check believes the body's `course_id`",
    file: 'test/api/exams-and-allowances.test.ts',
    mentions: 'whatever course the body names',
  },
  {
    row: 'a learner may mark his own errored attempt ready to resume by leaving out `user_id`',
    file: 'test/api/bodies-and-errors.test.ts',
    mentions: 'mark_ready_to_resume',
  },
  {
    row: 'ready callback by any logged-in user; anonymous review callback sets `reviewed_by`',
    file: 'test/api/vendor-callbacks.test.ts',
    mentions: 'not for any logged-in user',
  },
  {
    row: "vendor's error status and body echoed to the learner",
    file: 'test/api/vendor-callbacks.test.ts',
    mentions: 'vendor_failed',
  },
  {
    row: 'two simultaneous creates store two attempts',
    file: 'test/workflows/creation.test.ts',
    mentions: 'makes exactly one of fifty that are asked for at once',
  },
  {
    row: 'a SoftwareSecure learner can read his record locator and forge a passing review',
    file: 'test/unit/vendors/software-secure-vendor.test.ts',
    mentions: 'is not shown the locator',
  },
  {
    row: 'JSON booleans, missing `action`, unknown ids crash with HTML 500',
    file: 'test/api/bodies-and-errors.test.ts',
    mentions: 'say 400 for actions that there are not',
  },
  {
    row: 'exam save posts to the vendor twice; a vendor that returns new ids loops',
    file: 'test/e2e/vendor-effects.test.ts',
    mentions: 'is brought up to date, change by change',
  },
] as const;
