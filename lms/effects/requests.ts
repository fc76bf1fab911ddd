import { z } from 'zod';
import { define, type EffectSubject } from './definition.ts';
import { course_id, content_id, place, toPlace, toUser, user } from './fields.ts';

const requirement = { learner: user, course_id, namespace: z.literal('proctored_exam'), name: content_id };

function toRequirement({ learner, course, contentId }: EffectSubject) {
  return { learner: toUser(learner), course_id: course, namespace: 'proctored_exam', name: contentId } as const;
}

/** What the LMS is asked to do (attempt-lifecycle §4). */
export const REQUESTS = {
  'set-credit': define<'set-credit'>()({
    tell: ({ status }) => ({ status }),
    events: { 'org.durable-proctoring.credit.requirement.set.v1': "Set the status of the exam's credit requirement" },
    schema: z.strictObject({ ...requirement, status: z.enum(['satisfied', 'failed', 'declined', 'submitted']) }),
    toData: ({ status, ...subject }) => ({ ...toRequirement(subject), status }),
  }),

  'remove-credit': define<'remove-credit'>()({
    tell: () => ({}),
    events: {
      'org.durable-proctoring.credit.requirement.remove.v1': "Remove the status of the exam's credit requirement",
    },
    schema: z.strictObject(requirement),
    toData: toRequirement,
  }),

  'complete-unit': define<'complete-unit'>()({
    tell: () => ({}),
    events: { 'org.durable-proctoring.unit.complete.v1': 'Mark everything in the exam complete' },
    schema: z.strictObject(place),
    toData: toPlace,
  }),

  'erase-answers': define<'erase-answers'>()({
    tell: async ({ requestedBy }, facts) => ({ requestedBy: await facts.findPerson(requestedBy) }),
    events: { 'org.durable-proctoring.answers.erase.v1': "Erase the learner's answers in the exam" },
    schema: z.strictObject({ ...place, requested_by: user.nullable() }),
    toData: ({ requestedBy, ...subject }) => ({
      ...toPlace(subject),
      requested_by: requestedBy && toUser(requestedBy),
    }),
  }),

  'override-grade': define<'override-grade'>()({
    async tell({ overriderId }, facts) {
      if (!(await facts.overridesGrade())) return null;
      // The grade comment names the vendor that failed the learner (attempt-lifecycle §4.3).
      const comment = facts.vendor ? `Failed ${facts.vendor.verboseName} proctoring` : 'Failed Proctoring';
      return { overrider: await facts.findPerson(overriderId), comment };
    },
    events: { 'org.durable-proctoring.grade.override.set.v1': "Override the learner's grade on the exam" },
    schema: z.strictObject({
      ...place,
      earned_all: z.literal(0),
      earned_graded: z.literal(0),
      overrider: user.nullable(),
      comment: z.string(),
    }),
    toData: ({ overrider, comment, ...subject }) => ({
      ...toPlace(subject),
      earned_all: 0 as const,
      earned_graded: 0 as const,
      overrider: overrider && toUser(overrider),
      comment,
    }),
  }),

  'undo-grade-override': define<'undo-grade-override'>()({
    tell: async (_, facts) => (facts.row.isDeleted || (await facts.overridesGrade()) ? {} : null),
    events: {
      'org.durable-proctoring.grade.override.undo.v1': 'Undo the override of the grade; if there is none, do nothing',
    },
    schema: z.strictObject(place),
    toData: toPlace,
  }),

  'invalidate-certificate': define<'invalidate-certificate'>()({
    tell: async (_, facts) => ((await facts.overridesGrade()) ? {} : null),
    events: {
      'org.durable-proctoring.certificate.invalidate.v1': "Invalidate the learner's certificate for the course",
    },
    schema: z.strictObject({ learner: user, course_id }),
    toData: ({ learner, course }) => ({ learner: toUser(learner), course_id: course }),
  }),

  'notify-support': define<'notify-support'>()({
    tell: ({ reviewStatus }, { row, reviewUrl }) => ({ examName: row.exam.examName, reviewStatus, reviewUrl }),
    events: { 'org.durable-proctoring.support.notify.v1': 'Tell support about a review that a person should look at' },
    schema: z.strictObject({
      ...place,
      exam_name: z.string(),
      review_status: z.string(),
      review_url: z.url().nullable(),
    }),
    toData: ({ examName, reviewStatus, reviewUrl, ...subject }) => ({
      ...toPlace(subject),
      exam_name: examName,
      review_status: reviewStatus,
      review_url: reviewUrl,
    }),
  }),
};
