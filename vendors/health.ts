/** What a call of a vendor showed; its message says nothing about people or secrets. */
export type CallNews =
  | { kind: 'answered'; milliseconds: number }
  | { kind: 'failed'; milliseconds: number; message: string }
  /** The circuit is open: for so long nobody calls. */
  | { kind: 'left alone'; forMs: number };

export type OnCallNews = (vendor: string, news: CallNews) => void;

/** How a vendor was when it was called last; instants in epoch milliseconds, null where it never was. */
export interface VendorHealth {
  name: string;
  lastOkAt: number | null;
  lastError: { at: number; message: string } | null;
  /** Until when a process leaves it alone after many failures in a row. */
  leftAloneUntil: number | null;
}

const WRITE_EVERY_MS = 5_000;

interface HealthWriter {
  note: OnCallNews;
  /** Writes what is left. */
  close(): Promise<void>;
}

interface HealthWriterOptions {
  write: (news: readonly VendorHealth[]) => Promise<void>;
  /** Epoch milliseconds. */
  now: () => number;
  onFailure: (error: unknown) => void;
}

/** Gathers what the calls of this process show, and writes it at most every few seconds, however many calls there are. */
export function createHealthWriter({ write, now, onFailure }: HealthWriterOptions): HealthWriter {
  const unwritten = new Map<string, VendorHealth>();
  let waiting: ReturnType<typeof setTimeout> | null = null;
  let writing = Promise.resolve();

  function flush(): void {
    const news = [...unwritten.values()];
    unwritten.clear();
    if (news.length > 0) writing = writing.then(() => write(news)).catch(onFailure);
  }

  function flushSoon(): void {
    if (waiting !== null) return;
    flush();
    waiting = setTimeout(() => {
      waiting = null;
      if (unwritten.size > 0) flushSoon();
    }, WRITE_EVERY_MS).unref();
  }

  return {
    note(name, news) {
      const known = unwritten.get(name) ?? { name, lastOkAt: null, lastError: null, leftAloneUntil: null };
      const at = now();
      if (news.kind === 'answered') unwritten.set(name, { ...known, lastOkAt: at });
      else if (news.kind === 'failed') unwritten.set(name, { ...known, lastError: { at, message: news.message } });
      else unwritten.set(name, { ...known, leftAloneUntil: at + news.forMs });
      flushSoon();
    },
    async close() {
      if (waiting !== null) clearTimeout(waiting);
      flush();
      await writing;
    },
  };
}
