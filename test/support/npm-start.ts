import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { hasEnded } from '../../dev/child-process.ts';
import { until } from '../../dev/until.ts';

/** One run of what `npm start` runs. */
export interface Run {
  /** What it has printed so far. */
  output(): string;
  /** Waits until it has printed `text`, or has ended. */
  printed(text: string): Promise<void>;
  /** Waits until it has ended by itself. */
  ended(): Promise<void>;
  /** Sends the signal and answers the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the local stack on free ports with its data in `dataDir`; `env` overrides. */
export function npmStart(dataDir: string, env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../dev/start.ts')], {
    // Its worker compiles the workflows as it does for everybody.
    env: { ...process.env, WORKFLOW_BUNDLE: undefined, ANY_PORTS: 'true', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return {
    output: () => output,
    printed: (text) =>
      until(async () => output.includes(text) || hasEnded(child), `"${text}"`, { timeoutMs: 300_000, everyMs: 100 }),
    ended: () => until(async () => hasEnded(child), 'The end', { timeoutMs: 300_000 }),
    end: async (signal = 'SIGTERM') => {
      if (!hasEnded(child)) {
        const exited = once(child, 'exit');
        child.kill(signal);
        await exited;
      }
      return child.exitCode;
    },
  };
}
