import type { Logger } from 'pino';
import { createNullMailer } from './null-mailer.ts';
import type { Mailer } from './port.ts';
import { createSmtpMailer } from './smtp-mailer.ts';

/** The mail server, whose account may change; without one nothing leaves the machine. */
export function connectMailer(mail: { readonly smtpUrl: string | undefined }, log: Logger): Mailer {
  return mail.smtpUrl ? createSmtpMailer(() => mail.smtpUrl ?? '') : createNullMailer(log);
}
