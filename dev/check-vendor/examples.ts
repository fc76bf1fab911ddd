import type { Registration, VendorExam } from '../../vendors/port.ts';
import { toExamRecord } from '../../vendors/rest/exam-record.ts';
import { toRegistrationRecord } from '../../vendors/rest/registration.ts';

const COURSE = 'course-v1:CheckVendor+PRC101+2031_T1';
export const CHECKED_COURSE = COURSE;
/** 40 hexadecimal digits, as every learner's pseudonym is. */
export const PSEUDONYM = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';

const EXAM: VendorExam = {
  id: 1,
  courseId: COURSE,
  contentId: 'block-v1:CheckVendor+PRC101+2031_T1+type@sequential+block@final',
  externalId: null,
  examName: 'Prüfung – 期末試験',
  timeLimitMins: 90,
  isProctored: true,
  isPracticeExam: false,
  isActive: true,
  dueDate: Date.parse('2031-05-01T12:00:00Z'),
  hideAfterDue: false,
  backend: 'checked',
};

const REGISTRATION: Registration = {
  attemptCode: '',
  timeLimitMins: 90,
  isSampleAttempt: false,
  userId: 1,
  fullName: 'Zoë Ångström-Müller',
  email: 'zoe@learner.example',
};

/** An exam as the service posts it; `id` is the vendor's, once it has one. */
export function exampleExam(id: string | null): unknown {
  return toExamRecord({ ...EXAM, externalId: id }, undefined);
}

/** A new attempt as the service posts it. */
export function exampleRegistration(fields: Partial<Registration> = {}): unknown {
  return toRegistrationRecord({ ...REGISTRATION, ...fields }, 'https://proctoring.example', PSEUDONYM);
}
