/** Where progress is reported to the person who waits: one plain line per call. */
export type Report = (line: string) => void;

/** Writes the lines to the terminal. */
export const toTerminal: Report = (line) => {
  process.stdout.write(`${line}\n`);
};

const seconds = (since: number) => Math.round((Date.now() - since) / 1000);

/** Reports the start of long work, that it is still going on (every `everyMs`), and its end with the time it took. */
export async function withProgress<T>(
  report: Report,
  label: string,
  work: () => Promise<T>,
  everyMs = 15_000,
): Promise<T> {
  const since = Date.now();
  report(`${label} …`);
  const timer = setInterval(() => report(`${label} … ${seconds(since)} s`), everyMs);
  try {
    const result = await work();
    report(`${label}: done in ${seconds(since)} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
