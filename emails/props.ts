import { z } from 'zod';

/** Names and titles come from people: line breaks and control characters in them must not shape the email. */
const oneLine = z.string().transform((text) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim());

/**
 * The values of a status email, under the names that templates use for them (emails §5). All are plain text; the renderer
 * escapes them.
 */
export const statusMailProps = z.strictObject({
  /** Null or blank: the greeting is without a name. */
  learner_name: oneLine.nullable(),
  exam_name: oneLine,
  /** Null or blank: the words for "your course" in the language of the email. */
  course_name: oneLine.nullable(),
  course_url: z.url({ protocol: /^https?$/ }),
  platform: oneLine,
  contact_url: z.url({ protocol: /^(https?|mailto)$/ }),
  /** The link as people read it: the address or the URL. */
  contact_url_text: oneLine,
});

export type StatusMailProps = z.input<typeof statusMailProps>;

/** Values for previews and for the check at start, with the characters that break careless templates. */
export const STATUS_MAIL_SAMPLES: Record<string, StatusMailProps> = {
  usual: {
    learner_name: 'Alice Learner',
    exam_name: 'Midterm',
    course_name: 'Introduction to Chemistry',
    course_url: 'https://learning.example.org/course/course-v1:Ref+C101+2030/home',
    platform: 'Example University',
    contact_url: 'mailto:proctoring@example.org',
    contact_url_text: 'proctoring@example.org',
  },
  'without names': {
    learner_name: null,
    exam_name: 'A <b>&"x"',
    course_name: null,
    course_url: 'http://localhost:2000/course/course-v1:Ref+C101+2030/home',
    platform: 'Open edX',
    contact_url: 'https://lms.example.org/support/contact_us?a=1&b=2',
    contact_url_text: 'https://lms.example.org/support/contact_us?a=1&b=2',
  },
};
