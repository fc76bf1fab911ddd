import type { WriteStream } from 'node:tty';

/** Where a command tells how it goes. */
export interface Output {
  /** A line of the result. */
  line(text: string): void;
  /** A line about something that is wrong. */
  problem(text: string): void;
  /** `done` of `total` have been processed. */
  progress(done: number, total: number): void;
}

const BAR_CELLS = 30;
const ERASE_LINE = '\r\u001B[K';

function bar(done: number, total: number): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * BAR_CELLS);
  const cells = '#'.repeat(filled) + '.'.repeat(BAR_CELLS - filled);
  return `[${cells}] ${done}/${total} (${Math.floor(share * 100)} %)`;
}

type Stream = Pick<WriteStream, 'write' | 'isTTY'>;

/** Writes lines to the two streams, and below them a progress bar while a person watches. */
export function createTerminal(stdout: Stream, stderr: Stream): Output {
  let shown = '';
  const above = (stream: Stream, text: string) => {
    if (shown) stdout.write(ERASE_LINE);
    stream.write(`${text}\n`);
    if (shown) stdout.write(shown);
  };
  return {
    line: (text) => above(stdout, text),
    problem: (text) => above(stderr, text),
    progress(done, total) {
      if (!stdout.isTTY) return;
      const isComplete = done >= total;
      shown = isComplete ? '' : bar(done, total);
      stdout.write(`${ERASE_LINE}${bar(done, total)}${isComplete ? '\n' : ''}`);
    },
  };
}
