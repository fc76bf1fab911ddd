import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerSession } from 'smtp-server';
import type { Holds } from '../../holds.ts';
import type { Failure } from './failures.ts';
import type { Mailbox } from './mailbox.ts';

/**
 * An SMTP server, unstarted, that accepts every email for everyone and delivers none; `failure` is called at each use. Held
 * emails go by the address of their first recipient.
 */
export function createSmtpServer(mailbox: Mailbox, holds: Holds, failure: () => Failure): SMTPServer {
  const sockets = new Map<number, Socket>();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    // Senders keep their connections, for which nobody wants to wait at the end.
    closeTimeout: 500,
    onMailFrom(_address, { remotePort }, done) {
      if (failure().mode === 'down') sockets.get(remotePort)?.destroy();
      else done();
    },
    onRcptTo(_address, _session, done) {
      const { mode, status } = failure();
      done(mode === 'refuse' ? refusal(status) : null);
    },
    onData(stream, session, done) {
      void receive(stream, session, done);
    },
  });

  async function receive(stream: Readable, session: SMTPServerSession, done: (error?: Error) => void): Promise<void> {
    const { mode, delay_ms: delayMs } = failure();
    const socket = sockets.get(session.remotePort);
    const envelope = envelopeOf(session);
    const letGo = () => holds.hold(envelope.to[0] ?? '', socket ? once(socket, 'close') : Promise.resolve());
    try {
      const raw = await buffer(stream);
      if (mode === 'slow') await delay(delayMs, undefined, { ref: false });
      if (mode === 'hold' && !(await letGo())) return;
      mailbox.add(raw, envelope);
      if (mode === 'hold-taken' && !(await letGo())) return;
      if (mode === 'forgetful') socket?.destroy();
      else done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  server.server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    if (failure().mode === 'down' || remotePort === undefined) {
      socket.destroy();
      return;
    }
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });
  // Tests kill senders in the middle of a message.
  server.on('error', () => {});
  return server;
}

function refusal(status: number): Error {
  return Object.assign(new Error('Refused, because the mail catcher was told to.'), { responseCode: status });
}

function envelopeOf({ envelope }: SMTPServerSession) {
  return {
    from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    to: envelope.rcptTo.map(({ address }) => address),
  };
}
