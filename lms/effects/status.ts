import { z } from 'zod';
import { define } from './definition.ts';
import { place, toPlace } from './fields.ts';

/** The announcement of an attempt's status, which ends nearly every change. */
export const STATUS = {
  'announce-status': define<'announce-status'>()({
    async tell({ status, withNames: isNew }, { row, vendor, readNames }) {
      const names = isNew ? await readNames() : { fullName: null, profileName: null };
      const withoutVendor = !row.exam.isProctored && isNew ? null : false;
      return {
        ...names,
        attemptId: row.attemptId,
        status,
        isPracticeExam: row.exam.isPracticeExam,
        isProctored: row.takingAsProctored,
        backendSupportsOnboarding: vendor?.supportsOnboarding ?? withoutVendor,
      };
    },
    events: { 'org.durable-proctoring.attempt.status.changed.v1': 'The status of an attempt changed' },
    schema: z.strictObject({
      ...place,
      attempt_id: z.int(),
      status: z.string(),
      full_name: z
        .string()
        .nullable()
        .describe('Name registered with the vendor, empty if there is no vendor; only when the attempt is created'),
      profile_name: z.string().nullable().describe('Only when the attempt is created'),
      is_practice_exam: z.boolean(),
      is_proctored: z.boolean(),
      backend_supports_onboarding: z
        .boolean()
        .nullable()
        .describe('Null only when an exam without a back-end is started'),
    }),
    toData: (told) => ({
      ...toPlace(told),
      attempt_id: told.attemptId,
      status: told.status,
      full_name: told.fullName,
      profile_name: told.profileName,
      is_practice_exam: told.isPracticeExam,
      is_proctored: told.isProctored,
      backend_supports_onboarding: told.backendSupportsOnboarding,
    }),
  }),
};
