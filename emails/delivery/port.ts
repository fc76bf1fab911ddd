/** One email, ready to send. */
export interface Mail {
  to: string;
  from: string;
  subject: string;
  html: string;
  text: string;
  /** Made from the effect key, so a repeat is recognisable. */
  messageId: string;
  /** Path of the template that was used, for the record. */
  template: string;
}

/** The mail server, or whatever stands in for it. */
export interface Mailer {
  /**
   * Resolves when the server has accepted the email; throws `MailRefusedError` when it never will,
   * `MailUnansweredError` when nobody can tell, and `MailServerUnavailableError` when it must be tried again. The
   * messages of all name no address.
   */
  send(mail: Mail): Promise<void>;
  /** Ends the connections that wait for the next email. */
  close?(): void;
}

/** The server refused the email for good (5yz): the address or the message is wrong. */
export class MailRefusedError extends Error {
  override name = 'MailRefusedError';
}

/** The server cannot be reached, cannot take the email now, or does not let us in: it is tried again. */
export class MailServerUnavailableError extends Error {
  override name = 'MailServerUnavailableError';
}

/** The email was handed over but no answer came: it may have been taken, and is sent again under the same Message-ID. */
export class MailUnansweredError extends MailServerUnavailableError {
  override name = 'MailUnansweredError';
}
