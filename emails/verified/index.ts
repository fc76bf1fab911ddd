import type { MailDefinition } from '../definition.ts';
import { STATUS_MAIL_SAMPLES, statusMailProps } from '../props.ts';

/** The review found every requirement met (emails §1). */
export const verified: MailDefinition = {
  subject: 'Proctoring attempt verified',
  status: 'verified',
  templateFile: 'proctoring_attempt_satisfactory_email.html',
  slots: ['introduction', 'status_information', 'contact_information'],
  props: statusMailProps,
  samples: STATUS_MAIL_SAMPLES,
};
