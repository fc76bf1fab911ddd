import type { MailDefinition } from '../definition.ts';
import { STATUS_MAIL_SAMPLES, statusMailProps } from '../props.ts';

/** The exam was handed in and goes to review (emails §1). */
export const submitted: MailDefinition = {
  subject: 'Proctoring attempt submitted',
  status: 'submitted',
  templateFile: 'proctoring_attempt_submitted_email.html',
  slots: ['introduction', 'status_information'],
  props: statusMailProps,
  samples: STATUS_MAIL_SAMPLES,
};
