import type { MailDefinition } from '../definition.ts';
import { STATUS_MAIL_SAMPLES, statusMailProps } from '../props.ts';

/** The review found rules broken; the contact part is for an appeal (emails §1). */
export const rejected: MailDefinition = {
  subject: 'Proctoring attempt rejected',
  status: 'rejected',
  templateFile: 'proctoring_attempt_unsatisfactory_email.html',
  slots: ['introduction', 'status_information', 'contact_information'],
  props: statusMailProps,
  samples: STATUS_MAIL_SAMPLES,
};
