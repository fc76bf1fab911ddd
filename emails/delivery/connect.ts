import type { Logger } from 'pino';
import { createNullMailer } from './null-mailer.ts';
import type { Mailer } from './port.ts';
import { createSmtpMailer } from './smtp-mailer.ts';

/** The mail server; without one nothing leaves the machine. */
export function connectMailer(smtpUrl: string | undefined, log: Logger): Mailer {
  return smtpUrl ? createSmtpMailer(smtpUrl) : createNullMailer(log);
}
