import type { VendorContext } from '../context.ts';
import type { Registration, VendorExam } from '../port.ts';
import { cleanExamName } from './exam-name.ts';
import { encryptExamPassword } from './exam-password.ts';
import type { SoftwareSecureOptions } from './options.ts';
import { splitFullName } from './person-name.ts';

/** Body of the registration request (vendors §4.2); dates are HTTP dates in UTC. */
export function composeRegistration(
  options: SoftwareSecureOptions,
  context: VendorContext,
  exam: VendorExam,
  registration: Registration,
) {
  const { attemptCode, timeLimitMins } = registration;
  const start = context.now();
  const { firstName, lastName } = splitFullName(joinLines(registration.fullName));
  return {
    examCode: attemptCode,
    organization: options.organization,
    duration: timeLimitMins,
    reviewedExam: !registration.isSampleAttempt,
    reviewerNotes: joinLines(composeNotes(registration, context.defaultReviewPolicy)),
    examPassword: encryptExamPassword(options.crypto_key, attemptCode),
    examSponsor: options.exam_sponsor,
    examName: joinLines(cleanExamName(exam.examName)),
    ssiProduct: 'rp-now',
    examUrl: `${context.callbackOrigin}/api/edx_proctoring/proctoring_launch_callback/start_exam/${attemptCode}`,
    orgExtra: {
      examStartDate: new Date(start).toUTCString(),
      examEndDate: new Date(start + timeLimitMins * 60_000).toUTCString(),
      noOfStudents: 1,
      examID: exam.id,
      courseID: joinLines(exam.courseId),
      firstName,
      lastName,
      ...(options.send_email && { email: registration.email }),
    },
  };
}

function composeNotes({ reviewPolicy, reviewPolicyException }: Registration, defaultPolicy: string): string {
  const policy = reviewPolicy || defaultPolicy;
  return reviewPolicyException ? `${policy}; ${reviewPolicyException}` : policy;
}

/** A line break in a text would forge a line of the signed message (vendors §10). */
function joinLines(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}
