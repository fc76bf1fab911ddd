import { join } from 'node:path';
import { connect } from 'node:net';
import { once } from 'node:events';
import { freePort } from '../../../dev/ports.ts';
import { startMailCatcher } from '../../../dev/stand-ins/mail-catcher/start-mail-catcher.ts';
import type { CaughtMail } from '../../../dev/stand-ins/mail-catcher/mailbox.ts';
import type { Service } from '../../../dev/supervisor.ts';
import { LMS_SECRET, LMS_TOKEN, startMockLms } from '../../support/mock-lms.ts';
import type { BusArrival, MailArrival, LmsArrival, VendorCall } from '../check/evidence.ts';
import type { NEIGHBOURS } from '../plan/parts.ts';
import { prepareBus } from './bus.ts';
import { startRecordingVendor } from './vendor.ts';

const CREDENTIALS = { client_id: 'chaos', client_secret: 'a-secret-of-the-chaos-run' };

/** Vendor, LMS and mail server in this process, each behind a door that is a process of its own, and the event bus. */
export interface Neighbours {
  /** What can be broken, for a supervisor: the doors and the bus. */
  services: Service[];
  /** Settings of the service that name them. */
  env: Record<string, string>;
  /** With what the vendor signs in. */
  credentials: typeof CREDENTIALS;
  received(): Promise<{ lms: LmsArrival[]; bus: BusArrival[]; mails: MailArrival[]; vendor: VendorCall[] }>;
  close(): Promise<void>;
}

/** Whether something listens there. */
async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function doorTo(name: (typeof NEIGHBOURS)[number], targetPort: number) {
  const port = await freePort();
  const env = { PORT: String(port), TARGET_PORT: String(targetPort) };
  const args = [join(import.meta.dirname, 'front.ts')];
  return { port, service: { name, command: process.execPath, args, env, ready: () => listens(port) } };
}

const portOf = (url: string) => Number(new URL(url).port);

/** Starts them; the services are the caller's to start. The bus keeps what it has in the folder. */
export async function startNeighbours(folder: string): Promise<Neighbours> {
  const bus = await prepareBus(folder);
  const [vendor, lms, catcher] = await Promise.all([
    startRecordingVendor(),
    startMockLms(),
    startMailCatcher({ smtp: 0, web: 0 }),
  ]);
  const vendorDoor = await doorTo('Vendor', vendor.port);
  const lmsDoor = await doorTo('LMS', portOf(lms.url));
  const mailDoor = await doorTo('Mail', portOf(catcher.smtpUrl));
  const watchful = {
    type: 'rest',
    base_url: `http://127.0.0.1:${vendorDoor.port}`,
    timeout_seconds: 3,
    ...CREDENTIALS,
  };
  const plain = { ...watchful, supports_onboarding: false };
  const account = { ...CREDENTIALS, username: 'watchful', groups: ['watchful_review', 'plain_review'] };
  return {
    services: [vendorDoor.service, lmsDoor.service, mailDoor.service, bus.service],
    credentials: CREDENTIALS,
    env: {
      PROCTORING_BACKENDS: JSON.stringify({ DEFAULT: 'watchful', watchful, plain }),
      OAUTH_CLIENTS: JSON.stringify([account]),
      LMS_URL: `http://127.0.0.1:${lmsDoor.port}`,
      LMS_TOKEN,
      LMS_WEBHOOK_SECRET: LMS_SECRET,
      EVENT_BUS_REDIS_CONNECTION_URL: bus.url,
      SMTP_URL: `smtp://127.0.0.1:${mailDoor.port}`,
    },
    async received() {
      const { deliveries } = await lms.received();
      const mails = (await (await fetch(`${catcher.url}/api/messages`)).json()) as CaughtMail[];
      return {
        lms: deliveries.map(({ event: { id, type, subject }, receivedAt, repeats }) => ({
          id,
          type,
          subject,
          at: receivedAt,
          repeats,
        })),
        bus: await bus.received(),
        mails: mails.map(({ messageId, receivedAt }) => ({ messageId: messageId ?? '', at: receivedAt })),
        vendor: vendor.calls,
      };
    },
    async close() {
      await Promise.all([vendor.close(), lms.close(), catcher.close()]);
    },
  };
}
