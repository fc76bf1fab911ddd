import { setFlagsFromString } from 'node:v8';

/** Frames of a trace where nobody says otherwise: V8's own number. */
const USUAL_FRAMES = 10;

/**
 * Runs `start`, whose workflows then have stack traces of no frames. The SDK takes a trace of every promise of a workflow
 * to answer stack-trace queries, which is two fifths of a worker's time for workflows. V8 has the number of frames from
 * this flag when a sandbox is made; nothing else has access to it, and traces outside are not changed.
 */
export async function withoutStackTraces<T>(start: () => Promise<T>): Promise<T> {
  setFlagsFromString('--stack-trace-limit=0');
  try {
    return await start();
  } finally {
    setFlagsFromString(`--stack-trace-limit=${USUAL_FRAMES}`);
  }
}
