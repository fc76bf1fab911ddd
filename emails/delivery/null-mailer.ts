import type { Logger } from 'pino';
import type { Mailer } from './port.ts';

/** Stands in when no mail server is set: nothing leaves the machine, and the log says so, without the address. */
export function createNullMailer(log: Pick<Logger, 'info'>): Mailer {
  return {
    send({ template, messageId }) {
      log.info({ template, messageId }, 'SMTP_URL is not set, so the email was not sent');
      return Promise.resolve();
    },
  };
}
