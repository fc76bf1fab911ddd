import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createHolds } from '../../holds.ts';
import { FAILURE } from './failures.ts';
import { createMailbox } from './mailbox.ts';
import { createSmtpServer } from './smtp.ts';
import { buildWeb } from './web.ts';

export interface MailCatcher {
  /** Address of the pages and the JSON. */
  url: string;
  /** Value for `SMTP_URL`. */
  smtpUrl: string;
  close(): Promise<void>;
}

/** A real SMTP server on this machine that keeps every email and shows it in the browser; port 0: any. */
export async function startMailCatcher(ports: { smtp: number; web: number }): Promise<MailCatcher> {
  const mailbox = createMailbox();
  const behaviour = { failure: FAILURE.parse({}) };
  const holds = createHolds();
  const smtp = createSmtpServer(mailbox, holds, () => behaviour.failure);
  const listener = smtp.listen(ports.smtp, '127.0.0.1');
  await once(listener, 'listening');
  const web = buildWeb(mailbox, holds, behaviour);
  const url = await web.listen({ host: '127.0.0.1', port: ports.web });
  return {
    url,
    smtpUrl: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    async close() {
      holds.release('');
      await web.close();
      await new Promise<void>((resolve) => smtp.close(resolve));
    },
  };
}
