import { z } from 'zod';
import { restReview } from '../../vendors/rest/review.ts';
import { softwareSecureReview } from '../../vendors/software-secure/review.ts';
import { ATTEMPT } from './examples.ts';

/** Code of an attempt, as a vendor without credentials names it. */
export const examCode = z.string().regex(/^[-A-Za-z0-9_]{1,255}$/);

/** Any object is let through to the vendor's adapter, which reads it by these schemas and says what is wrong with it. */
function describedBy(schema: z.ZodType, description: string, example: object) {
  const { $schema: _, ...form } = z.toJSONSchema(schema, { io: 'input' });
  return z.looseObject({}).meta({ ...form, description, example });
}

/** rest-api §9.2. */
export const postedReview = describedBy(
  restReview.extend({
    reviewed_by: z.string().nullish().describe('Email address of the person who decided; without it nobody is named'),
  }),
  'Read as JSON regardless of the content type, otherwise as a form. All fields are stored. At most 1 MiB',
  {
    status: 'suspicious',
    comments: [{ comment: 'A second voice', status: 'suspicious', start: 1804, stop: 1830, duration: 26 }],
    reviewed_by: 'reviewer@watchful.example.com',
  },
);

/** rest-api §9.4. */
export const anonymousReview = describedBy(
  softwareSecureReview.extend({
    examMetaData: softwareSecureReview.shape.examMetaData
      .extend({ examCode: examCode.describe('Code of the attempt') })
      .describe('Which attempt it is of'),
  }),
  'Read as JSON regardless of the content type. All fields are stored but the address of the recording. At most 256 KiB',
  {
    examMetaData: { examCode: ATTEMPT.attempt_code, ssiRecordLocator: 'A7F2-90C1' },
    reviewStatus: 'Suspicious',
    webCamComments: [
      { comments: 'A second voice', eventStart: 1804, eventFinish: 1830, duration: 26, eventStatus: 'Suspicious' },
    ],
    desktopComments: [],
    videoReviewLink: 'https://recordings.example.com/r/5521',
  },
);
