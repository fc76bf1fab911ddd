import { PassThrough } from 'node:stream';

/** Bytes that wait for one viewer. One who is slower reads the board again, so that nobody's network sizes our memory. */
const MOST_WAITING = 1024 * 1024;

/** The event as the stream has it. */
export function eventText(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/**
 * The position in the sequence of changes from which a viewer may go on who has got everything before it. It comes after
 * the events up to it, because a connection may break between them.
 */
export function positionText(seq: number): string {
  return `id: ${seq}\n\n`;
}

export const RESYNC = eventText('resync', {});
/** How long a browser waits before it connects again. */
const RETRY = 'retry: 2000\n\n';

/** One open stream of server-sent events. */
export interface Viewer {
  stream: PassThrough;
  send(text: string): void;
  end(): void;
}

export function createViewer(): Viewer {
  const stream = new PassThrough();
  let isBehind = false;
  // The connection may break while something is being written.
  stream.on('error', () => {});
  stream.on('drain', () => {
    if (!isBehind || stream.writableEnded) return;
    isBehind = false;
    stream.write(RESYNC);
  });
  stream.write(RETRY);
  return {
    stream,
    send(text) {
      if (isBehind || stream.writableEnded || stream.destroyed) return;
      isBehind = stream.writableLength + text.length > MOST_WAITING;
      if (!isBehind) stream.write(text);
    },
    end: () => void stream.end(),
  };
}
