import { createEventReader, type StreamEvent } from './sse.ts';

/** No pulse for so long means that there is no connection; the service sends one every 15 seconds. */
export const SILENCE_MS = 40_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
/** After so many failures in a row the stream is given up for a poll, until it can be opened again. */
const FAILURES_BEFORE_POLLING = 2;

export type StreamState = 'open' | 'closed' | 'polling' | 'refused';

export interface ConnectionHandlers {
  /** What came together. */
  onEvents: (events: readonly StreamEvent[]) => void;
  /** `status` is that of an answer which refused the stream. */
  onState: (state: StreamState, status?: number) => void;
}

const pause = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Reads one stream to its end; throws when it breaks or is silent for too long. */
async function readStream(response: Response, stop: AbortController, onEvents: ConnectionHandlers['onEvents']) {
  const events: StreamEvent[] = [];
  const read = createEventReader((event) => events.push(event));
  const watch = { timer: setTimeout(() => stop.abort(), SILENCE_MS) };
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) {
      clearTimeout(watch.timer);
      watch.timer = setTimeout(() => stop.abort(), SILENCE_MS);
      read(decoder.decode(chunk, { stream: true }));
      if (events.length > 0) onEvents(events.splice(0));
    }
  } finally {
    clearTimeout(watch.timer);
  }
}

/**
 * Keeps a stream of events open until it is closed: connects again after a break, and then asks for what was missed.
 * Refusals (4xx) are final.
 */
export function keepConnected(url: string, { onEvents, onState }: ConnectionHandlers): () => void {
  const closing = new AbortController();
  let lastId: string | null = null;
  let failures = 0;

  const remember = (events: readonly StreamEvent[]) => {
    lastId = events.at(-1)?.id ?? lastId;
    onEvents(events);
  };
  const connect = async (): Promise<'again' | 'refused'> => {
    const stop = new AbortController();
    const signal = AbortSignal.any([closing.signal, stop.signal]);
    const headers = { accept: 'text/event-stream', ...(lastId !== null && { 'last-event-id': lastId }) };
    const response = await fetch(url, { headers, signal, cache: 'no-store' });
    if (response.status >= 400 && response.status < 500 && response.status !== 429) {
      onState('refused', response.status);
      return 'refused';
    }
    if (!response.ok) throw new Error(`The stream answered ${response.status}`);
    failures = 0;
    onState('open');
    await readStream(response, stop, remember);
    return 'again';
  };
  const run = async () => {
    while (!closing.signal.aborted) {
      try {
        if ((await connect()) === 'refused') return;
      } catch {
        failures += 1;
      }
      if (closing.signal.aborted) return;
      onState(failures >= FAILURES_BEFORE_POLLING ? 'polling' : 'closed');
      await pause(Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS), closing.signal);
    }
  };
  void run();
  return () => closing.abort();
}
