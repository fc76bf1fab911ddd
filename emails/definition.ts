import type { STATUS_MAIL_SAMPLES, statusMailProps } from './props.ts';

/** Parts of an email that a back-end may replace one by one (emails §7). */
export type Slot = 'introduction' | 'status_information' | 'contact_information';

/** What is fixed about one email; its wording and layout are in the files beside it. */
export interface MailDefinition {
  /** Constant and never translated, as the original's (emails §1). */
  subject: string;
  /** Attempt status that the email tells. */
  status: 'submitted' | 'verified' | 'rejected';
  /** File name of the template on the wire (emails §1). */
  templateFile: string;
  slots: readonly Slot[];
  props: typeof statusMailProps;
  samples: typeof STATUS_MAIL_SAMPLES;
}
