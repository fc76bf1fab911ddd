import { createTransport } from 'nodemailer';
import type { Mailer } from './port.ts';
import { MailRefusedError, MailServerUnavailableError } from './port.ts';

/** Milliseconds after which a silent server counts as unavailable. */
export interface SmtpTimeouts {
  connection: number;
  /** Between connection and the server's greeting. */
  greeting: number;
  /** Silence at any later time. */
  socket: number;
}

const TIMEOUTS: SmtpTimeouts = { connection: 10_000, greeting: 10_000, socket: 30_000 };

/** The SMTP commands that speak about this mail; a refusal of any other is about the connection or the account. */
const MAIL_COMMANDS = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/** RFC 4954 §6 and RFC 3207 §4: the server wants other credentials or encryption, which is ours to put right. */
const ACCOUNT_REPLIES = new Set([530, 534, 535, 538]);

interface SmtpFailure {
  message: string;
  /** Nodemailer's word for the kind of failure. */
  code?: string;
  /** The command that failed; `API` when nothing was sent. */
  command?: string;
  responseCode?: number;
}

/** Sends through the server of `smtpUrl` (`smtp://user:password@host:587`, `smtps://…`), one connection per mail. */
export function createSmtpMailer(smtpUrl: string, timeouts: SmtpTimeouts = TIMEOUTS): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: timeouts.connection,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.socket,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, from, subject, html, text, messageId }) {
      try {
        await transport.sendMail({
          // As an object, so that a comma in an address can never make it two recipients.
          to: { name: '', address: to },
          from,
          subject,
          html,
          text,
          messageId,
          // RFC 3834 §5: keeps holiday notices from answering.
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        throw toMailError(error as SmtpFailure);
      }
    },
  };
}

function toMailError(failure: SmtpFailure): Error {
  const message = withoutAddresses(failure.message);
  return isPermanent(failure) ? new MailRefusedError(message) : new MailServerUnavailableError(message);
}

/** A refusal of this very mail with 5yz (RFC 5321 §4.2.1), or an address that cannot even be put in an envelope. */
function isPermanent({ code, command = '', responseCode }: SmtpFailure): boolean {
  if (responseCode === undefined) return code === 'EENVELOPE';
  return responseCode >= 500 && MAIL_COMMANDS.has(command) && !ACCOUNT_REPLIES.has(responseCode);
}

/** Servers repeat the address in their answer, and messages of failures end in workflow histories. */
function withoutAddresses(message: string): string {
  return message.replace(/<[^<>]*>|"[^"]*@[^"]*"|\S+@\S+/g, '(address)');
}
