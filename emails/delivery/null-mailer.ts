import type { Logger } from 'pino';
import type { Mailer } from './port.ts';

/** Stands in when no mail server is set: nothing leaves the machine, and the log says so, without the address. */
export function createNullMailer(log: Pick<Logger, 'info'>): Mailer {
  return {
    send({ template, messageId }) {
      log.info({ template, messageId }, 'No SMTP_URL is set: the mail is not sent');
      return Promise.resolve();
    },
  };
}
