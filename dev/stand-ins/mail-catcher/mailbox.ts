import { simpleParser } from 'mailparser';

/** An email as the catcher shows it. */
export interface CaughtMail {
  id: number;
  /** Epoch milliseconds. */
  receivedAt: number;
  envelope: { from: string; to: string[] };
  messageId: string | null;
  subject: string;
  /** As received, in order. */
  headers: string[];
  html: string | null;
  text: string | null;
}

export interface Mailbox {
  add(raw: Buffer, envelope: CaughtMail['envelope']): Promise<void>;
  get(id: number): CaughtMail | undefined;
  /** Newest first. */
  all(): CaughtMail[];
  clear(): void;
}

const MAX_KEPT = 1_000;

/** Keeps the newest emails, in memory. */
export function createMailbox(): Mailbox {
  const mails: CaughtMail[] = [];
  let lastId = 0;
  return {
    async add(raw, envelope) {
      const parsed = await simpleParser(raw);
      mails.push({
        id: (lastId += 1),
        receivedAt: Date.now(),
        envelope,
        messageId: parsed.messageId ?? null,
        subject: parsed.subject ?? '',
        headers: parsed.headerLines.map(({ line }) => line),
        html: parsed.html || null,
        text: parsed.text ?? null,
      });
      if (mails.length > MAX_KEPT) mails.shift();
    },
    get: (id) => mails.find((mail) => mail.id === id),
    all: () => mails.toReversed(),
    clear() {
      mails.length = 0;
    },
  };
}
