import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { createNullMailer } from '../../../emails/delivery/null-mailer.ts';

describe('sending without a mail server', () => {
  it('says in the log that the mail is not sent, and to nobody whom it was for', async () => {
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
        msg: 'No SMTP_URL is set: the mail is not sent',
      },
    ]);
  });
});
