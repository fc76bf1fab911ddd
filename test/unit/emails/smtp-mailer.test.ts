import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { SMTPServerOptions } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mail, Mailer } from '../../../emails/delivery/port.ts';
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
const mailers: Mailer[] = [];
const servers: TestServer[] = [];
beforeEach(async () => {
  catcher = await startMailCatcher({ smtp: 0, web: 0 });
});
afterEach(async () => {
  for (const mailer of mailers.splice(0)) mailer.close?.();
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await catcher.close();
});

/** A mailer that the test need not close. */
function mailerFor(smtpUrl: () => string, timeouts?: SmtpTimeouts): Mailer {
  const mailer = createSmtpMailer(smtpUrl, timeouts);
  mailers.push(mailer);
  return mailer;
}

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
  return mailerFor(() => smtpUrl, timeouts)
    .send(mail)
    .then(
      () => new Error('The mail was accepted'),
      (error: Error) => error,
    );
}

interface TestServer {
  url: string;
  /** All that were ever opened. */
  sockets: Socket[];
  close: () => Promise<void>;
}

async function smtpServer(options: SMTPServerOptions): Promise<TestServer> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    ...options,
  });
  server.on('error', () => {});
  const sockets: Socket[] = [];
  server.server.on('connection', (socket: Socket) => sockets.push(socket));
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, sockets, close: () => new Promise((resolve) => server.close(resolve)) };
}

const reply = (responseCode: number, text = 'no') => Object.assign(new Error(text), { responseCode });

describe('sending a mail by SMTP', () => {
  it('delivers both parts, the envelope, the subject and the Message-ID that was made for it', async () => {
    await mailerFor(() => catcher.smtpUrl).send(MAIL);
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
    const mailer = mailerFor(() => url);
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
    await mailerFor(() => catcher.smtpUrl).send(MAIL);
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

describe('the connections of a mailer', () => {
  let taken = 0;
  /** Takes every email, after `hold`. */
  async function takingServer(hold: () => Promise<void> = () => Promise.resolve()): Promise<TestServer> {
    taken = 0;
    const server = await smtpServer({
      onData(stream, _session, done) {
        stream.resume();
        stream.once('end', () => {
          taken += 1;
          void hold().finally(done);
        });
      },
    });
    servers.push(server);
    return server;
  }

  it('are used again for the next email', async () => {
    const server = await takingServer();
    const mailer = mailerFor(() => server.url);
    await mailer.send(MAIL);
    await mailer.send(MAIL);
    expect([taken, server.sockets.length]).toEqual([2, 1]);
  });

  it('are replaced when the server has cut them, and the email is sent once', async () => {
    const server = await takingServer();
    const mailer = mailerFor(() => server.url);
    await mailer.send(MAIL);
    server.sockets[0]?.destroy();
    await mailer.send(MAIL);
    expect([taken, server.sockets.length]).toEqual([2, 2]);
  });

  it('are as many as emails under way, so that none waits for another', async () => {
    const all = Promise.withResolvers<void>();
    const server = await takingServer(() => {
      if (taken === 12) all.resolve();
      return all.promise;
    });
    const mailer = mailerFor(() => server.url);
    await Promise.all(Array.from({ length: 12 }, () => mailer.send(MAIL)));
    expect([taken, server.sockets.length]).toEqual([12, 12]);
  });

  it('end with the mailer, and when the address changes', async () => {
    const [before, after] = [await takingServer(), await takingServer()];
    let url = before.url;
    const mailer = mailerFor(() => url);
    await mailer.send(MAIL);
    const first = once(before.sockets[0] as Socket, 'close');
    url = after.url;
    await mailer.send(MAIL);
    await first;
    const second = once(after.sockets[0] as Socket, 'close');
    mailer.close?.();
    await second;
  });

  it('are not used again after an answer that was lost, which is told and not repeated', async () => {
    const server = await takingServer(async () => {
      for (const socket of taken === 2 ? server.sockets : []) socket.destroy();
    });
    const mailer = mailerFor(() => server.url);
    await mailer.send(MAIL);
    const error = await mailer.send(MAIL).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MailUnansweredError);
    expect(taken).toBe(2);
  });
});
