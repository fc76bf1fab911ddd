import { pino, type DestinationStream, type Logger } from 'pino';

const MOST_CAUSES = 5;
const LONGEST_MESSAGE = 300;

/** What is left of an error's words: others put what people sent into them, mostly in quotes or parentheses. */
function withoutValues(message: string): string {
  return message
    .replaceAll(/(["'`])[^]*\1/g, '$1…$1')
    .replaceAll(/=\([^]*\)/g, '=(…)')
    .replaceAll(/(\w+:\/\/)(?:[^\s/@]*@)?([^\s/?#]+)[^\s,;)]*/g, '$1$2/…')
    .replaceAll(/[^\s@]+@[^\s@]+/g, '…')
    .replaceAll(/[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, '…')
    .slice(0, LONGEST_MESSAGE);
}

interface ToldError {
  type: string;
  message: string;
  code?: string | number;
  /** Where it was thrown, without its words. */
  frames: string[];
  cause?: ToldError;
}

function told(error: Error & { code?: unknown }, causes: number): ToldError {
  const { code, cause } = error;
  return {
    type: error.name,
    message: withoutValues(error.message),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    frames: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim()),
    ...(cause instanceof Error && causes > 0 && { cause: told(cause, causes - 1) }),
  };
}

/**
 * An error as logs tell it: kind, code and place, with its causes. Nothing else that hangs on it is written, since drivers
 * and clients keep values, addresses and bodies there.
 */
export function describeError(error: unknown): ToldError | { type: string } {
  return error instanceof Error ? told(error, MOST_CAUSES) : { type: typeof error };
}

const PAGE_BYTES = 4_096;
const LONGEST_WAIT_MS = 100;

/** Standard output, to which lines are written together, because to write each costs as much as to make it. */
function standardOutput(): DestinationStream {
  const output = pino.destination({ minLength: PAGE_BYTES, sync: true });
  setInterval(() => output.flush(), LONGEST_WAIT_MS).unref();
  process.on('exit', () => output.flushSync());
  return output;
}

/** The log of a process, JSON lines on standard output or wherever is said. */
export function createLogger(options: { name: string; level: string }, destination?: DestinationStream): Logger {
  const given = { ...options, serializers: { err: describeError, error: describeError } };
  return pino(given, destination ?? standardOutput());
}
