import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { SMTPServerOptions } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mail } from '../../../emails/delivery/port.ts';
import { MailRefusedError, MailServerUnavailableError, MailUnansweredError } from '../../../emails/delivery/port.ts';
import { createSmtpMailer, type SmtpTimeouts } from '../../../emails/delivery/smtp-mailer.ts';
import type { CaughtMail } from '../../../dev/stand-ins/mail-catcher/mailbox.ts';
import type { MailCatcher } from '../../../dev/stand-ins/mail-catcher/start-mail-catcher.ts';
import { startMailCatcher } from '../../../dev/stand-ins/mail-catcher/start-mail-catcher.ts';

const MAIL: Mail = {
  to: 'alice@example.org',
  from: 'Example University <no-reply@example.org>',
  subject: 'Proctoring attempt submitted',
  html: '<p>Your exam „Prüfung“</p>',
  text: 'Your exam „Prüfung“',
  messageId: '<0123abcd@lms.example.org>',
  template: 'emails/proctoring_attempt_submitted_email.html',
};
/** Only for servers that are silent on purpose: a busy machine may take longer to answer. */
const IMPATIENT = { connection: 200, greeting: 200, socket: 200 };

let catcher: MailCatcher;
beforeEach(async () => {
  catcher = await startMailCatcher({ smtp: 0, web: 0 });
});
afterEach(() => catcher.close());

async function caught(): Promise<CaughtMail[]> {
  const response = await fetch(`${catcher.url}/api/messages`);
  return (await response.json()) as CaughtMail[];
}

async function misbehave(failure: Record<string, unknown>): Promise<void> {
  await fetch(`${catcher.url}/api/failure`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(failure),
  });
}

function failureOf(mail: Mail, smtpUrl: string, timeouts?: SmtpTimeouts): Promise<Error> {
  return createSmtpMailer(() => smtpUrl, timeouts)
    .send(mail)
    .then(
      () => new Error('The mail was accepted'),
      (error: Error) => error,
    );
}

async function smtpServer(options: SMTPServerOptions): Promise<{ url: string; close: () => Promise<void> }> {
  const server = new SMTPServer({ disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, ...options });
  server.on('error', () => {});
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

const reply = (responseCode: number, text = 'no') => Object.assign(new Error(text), { responseCode });

describe('sending a mail by SMTP', () => {
  it('delivers both parts, the envelope, the subject and the Message-ID that was made for it', async () => {
    await createSmtpMailer(() => catcher.smtpUrl).send(MAIL);
    const [mail, ...others] = await caught();
    expect(others).toEqual([]);
    expect(mail).toEqual({
      id: 1,
      receivedAt: expect.any(Number),
      envelope: { from: 'no-reply@example.org', to: ['alice@example.org'] },
      messageId: MAIL.messageId,
      subject: MAIL.subject,
      headers: expect.arrayContaining([
        'From: Example University <no-reply@example.org>',
        'To: alice@example.org',
        'Auto-Submitted: auto-generated',
        'MIME-Version: 1.0',
      ]),
      html: MAIL.html,
      text: MAIL.text,
    });
    expect(mail?.headers.join('\n')).toContain('Content-Type: multipart/alternative');
  });

  it('goes on with another address once it has changed', async () => {
    const other = await startMailCatcher({ smtp: 0, web: 0 });
    let url = other.smtpUrl;
    const mailer = createSmtpMailer(() => url);
    await mailer.send(MAIL);
    expect(await caught()).toEqual([]);
    url = catcher.smtpUrl;
    await mailer.send(MAIL);
    expect(await caught()).toHaveLength(1);
    await other.close();
  });

  it('keeps the Message-ID when the server took the mail and its answer was lost', async () => {
    await misbehave({ mode: 'forgetful' });
    const first = await failureOf(MAIL, catcher.smtpUrl);
    await misbehave({ mode: 'none' });
    await createSmtpMailer(() => catcher.smtpUrl).send(MAIL);
    expect(first).toBeInstanceOf(MailUnansweredError);
    expect((await caught()).map(({ messageId }) => messageId)).toEqual([MAIL.messageId, MAIL.messageId]);
  });

  it('never makes two recipients of an address with a comma', async () => {
    const error = await failureOf({ ...MAIL, to: 'alice@example.org, mallory@example.org' }, catcher.smtpUrl);
    const recipients = (await caught()).flatMap(({ envelope }) => envelope.to);
    expect(error).toBeInstanceOf(MailRefusedError);
    expect(recipients).toEqual([]);
  });

  it.each([550, 552, 554])('takes a %i for the recipient as final', async (status) => {
    await misbehave({ mode: 'refuse', status });
    const error = await failureOf(MAIL, catcher.smtpUrl);
    expect(error).toBeInstanceOf(MailRefusedError);
    expect(error.message).toContain(String(status));
  });

  it.each([421, 450, 451, 452])('wants another try after a %i', async (status) => {
    await misbehave({ mode: 'refuse', status });
    expect(await failureOf(MAIL, catcher.smtpUrl)).toBeInstanceOf(MailServerUnavailableError);
  });

  it('takes a 554 for the message as final and a 451 as passing', async () => {
    const answers = [554, 451];
    const server = await smtpServer({
      onData(stream, _session, done) {
        stream.resume();
        stream.once('end', () => done(reply(answers.shift() ?? 500)));
      },
    });
    const errors = [await failureOf(MAIL, server.url), await failureOf(MAIL, server.url)];
    await server.close();
    expect(errors.map(({ name }) => name)).toEqual(['MailRefusedError', 'MailServerUnavailableError']);
  });

  it.each([530, 535, 538])(
    'wants another try when the server wants other credentials (%i), which is no fault of the mail',
    async (status) => {
      const server = await smtpServer({ onMailFrom: (_address, _session, done) => done(reply(status)) });
      const error = await failureOf(MAIL, server.url);
      await server.close();
      expect(error).toBeInstanceOf(MailServerUnavailableError);
    },
  );

  it('wants another try when the server greets with a refusal', async () => {
    const server = await smtpServer({ onConnect: (_session, done) => done(reply(554)) });
    const error = await failureOf(MAIL, server.url);
    await server.close();
    expect(error).toBeInstanceOf(MailServerUnavailableError);
  });

  it('wants another try when nobody listens', async () => {
    const server = await smtpServer({});
    await server.close();
    const error = await failureOf(MAIL, server.url);
    expect(error).toBeInstanceOf(MailServerUnavailableError);
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('wants another try when the server hangs up', async () => {
    await misbehave({ mode: 'down' });
    expect((await failureOf(MAIL, catcher.smtpUrl)).name).toBe('MailServerUnavailableError');
  });

  it('gives a server up that never says anything', async () => {
    const sockets: Socket[] = [];
    const silent: Server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const error = await failureOf(MAIL, `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`, IMPATIENT);
    for (const socket of sockets) socket.destroy();
    silent.close();
    expect(error).toBeInstanceOf(MailServerUnavailableError);
  });

  it('keeps addresses that the server repeats out of the error', async () => {
    const server = await smtpServer({
      onRcptTo: ({ address }, _session, done) => done(reply(550, `5.1.1 <${address}> ${address}: unknown`)),
    });
    const error = await failureOf(MAIL, server.url);
    await server.close();
    expect(error).toBeInstanceOf(MailRefusedError);
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('alice');
    expect(error.message).toContain('5.1.1');
    expect(error.cause).toBeUndefined();
  });
});
