import { Transform } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { Mailer } from './port.ts';
import { MailRefusedError, MailServerUnavailableError, MailUnansweredError } from './port.ts';

/** Milliseconds after which a silent server counts as unavailable. */
export interface SmtpTimeouts {
  connection: number;
  /** Between connection and the server's greeting. */
  greeting: number;
  /** Silence at any later time. */
  socket: number;
}

const TIMEOUTS: SmtpTimeouts = { connection: 10_000, greeting: 10_000, socket: 60_000 };

/**
 * Milliseconds for which a connection waits for the next email: long enough for a cohort that hands in, and shorter than
 * servers and firewalls wait, since an email that goes into a dead connection is told of a minute later.
 */
const IDLE_MS = 10_000;

/** The SMTP commands that speak about this email; a refusal of any other is about the connection or the account. */
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

/**
 * Sends through the server that `smtpUrl` names at the time (`smtp://user:password@host:587`, `smtps://…`). Connections are
 * used again, for each costs a handshake and a login, and servers limit both; no email waits for another's, so there are as
 * many as emails under way.
 */
export function createSmtpMailer(smtpUrl: () => string, timeouts: SmtpTimeouts = TIMEOUTS): Mailer {
  /** Message-IDs of the emails under way that were handed over whole, so that only the server's answer is missing. */
  const handedOver = new Set<string>();

  function open(url: string) {
    const transport = createTransport({
      url,
      pool: true,
      maxConnections: Number.POSITIVE_INFINITY,
      idleTimeout: IDLE_MS,
      // Only when nothing of the email was sent; all other repeats are the caller's.
      maxRequeues: 1,
      connectionTimeout: timeouts.connection,
      greetingTimeout: timeouts.greeting,
      socketTimeout: timeouts.socket,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    transport.use('stream', ({ data, message }, done) => {
      message.transform(() => passOn(() => handedOver.add(String(data.messageId))));
      done();
    });
    return { url, transport };
  }

  let way = open(smtpUrl());
  function transportNow() {
    if (way.url !== smtpUrl()) {
      way.transport.close();
      way = open(smtpUrl());
    }
    return way.transport;
  }

  return {
    async send({ to, from, subject, html, text, messageId }) {
      try {
        await transportNow().sendMail({
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
        throw toMailError(error as SmtpFailure, handedOver.has(messageId));
      } finally {
        handedOver.delete(messageId);
      }
    },
    close: () => way.transport.close(),
  };
}

/** Passes an email on as it is and tells when all of it has gone. */
function passOn(atEnd: () => void): Transform {
  return new Transform({
    transform: (chunk, _encoding, next) => next(null, chunk),
    flush(done) {
      atEnd();
      done();
    },
  });
}

function toMailError(failure: SmtpFailure, wasHandedOver: boolean): Error {
  const message = redactAddresses(failure.message);
  if (wasHandedOver && failure.responseCode === undefined) return new MailUnansweredError(message);
  return isPermanent(failure) ? new MailRefusedError(message) : new MailServerUnavailableError(message);
}

/** A refusal of this very email with 5yz (RFC 5321 §4.2.1), or an address that cannot even be put in an envelope. */
function isPermanent({ code, command = '', responseCode }: SmtpFailure): boolean {
  if (responseCode === undefined) return code === 'EENVELOPE';
  return responseCode >= 500 && MAIL_COMMANDS.has(command) && !ACCOUNT_REPLIES.has(responseCode);
}

/** Servers repeat the address in their answer, and messages of failures end in workflow histories. */
function redactAddresses(message: string): string {
  return message.replace(/<[^<>]*>|"[^"]*@[^"]*"|\S+@\S+/g, '(address)');
}
