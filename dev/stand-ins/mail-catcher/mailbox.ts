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
  add(raw: Buffer, envelope: CaughtMail['envelope']): void;
  get(id: number): Promise<CaughtMail | undefined>;
  /** Newest first. */
  all(): Promise<CaughtMail[]>;
  clear(): void;
}

interface KeptMail {
  id: number;
  /** Reads it when somebody looks, for most are only counted. */
  read: () => Promise<CaughtMail>;
}

const MAX_KEPT = 1_000;

/** Keeps the newest emails, in memory. */
export function createMailbox(): Mailbox {
  const mails: KeptMail[] = [];
  let lastId = 0;
  return {
    add(raw, envelope) {
      const id = (lastId += 1);
      const receivedAt = Date.now();
      let reading: Promise<CaughtMail> | undefined;
      mails.push({ id, read: () => (reading ??= readMail(raw, { id, receivedAt, envelope })) });
      if (mails.length > MAX_KEPT) mails.shift();
    },
    get: async (id) => await mails.find((mail) => mail.id === id)?.read(),
    all: async () => await Promise.all(mails.toReversed().map(({ read }) => read())),
    clear() {
      mails.length = 0;
    },
  };
}

async function readMail(raw: Buffer, kept: Pick<CaughtMail, 'id' | 'receivedAt' | 'envelope'>): Promise<CaughtMail> {
  const parsed = await simpleParser(raw);
  return {
    ...kept,
    messageId: parsed.messageId ?? null,
    subject: parsed.subject ?? '',
    headers: parsed.headerLines.map(({ line }) => line),
    html: parsed.html || null,
    text: parsed.text ?? null,
  };
}
