import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { createNullMailer } from '../../../emails/delivery/null-mailer.ts';

describe('sending without a mail server', () => {
  it('says in the log that the mail was not sent, but not who it was for', async () => {
    const lines: string[] = [];
    const log = pino({ base: null, timestamp: false }, { write: (line: string) => lines.push(line) });
    await createNullMailer(log).send({
      to: 'alice@example.org',
      from: 'no-reply@example.org',
      subject: 'Proctoring attempt verified',
      html: '<p>Hello Alice,</p>',
      text: 'Hello Alice,',
      messageId: '<1@lms.example.org>',
      template: 'emails/proctoring_attempt_satisfactory_email.html',
    });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        level: 30,
        template: 'emails/proctoring_attempt_satisfactory_email.html',
        messageId: '<1@lms.example.org>',
        msg: 'SMTP_URL is not set, so the email was not sent',
      },
    ]);
  });
});
