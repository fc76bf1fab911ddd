import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Account } from './postgres-account.ts';

/** A program that runs until it is told to stop. */
export type Program = {
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  account?: Account;
  /** Signal that ends it cleanly; SIGTERM by default. */
  stopSignal?: NodeJS.Signals;
};

/**
 * Starts the program with its output going to `logFile`. It gets its own process group, so that Ctrl-C reaches
 * only us and we can stop everything in order.
 */
export function launch(program: Program, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  try {
    return spawn(program.command, program.args, {
      ...program.account,
      env: { ...process.env, ...program.env },
      stdio: ['ignore', log, log],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

const bound = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of bound) child.kill('SIGKILL');
});

/** The same for a program that must not outlive this process. */
export function launchBound(program: Program, logFile: string): ChildProcess {
  const child = launch(program, logFile);
  bound.add(child);
  child.once('exit', () => bound.delete(child));
  return child;
}

/** Whether the process has ended. */
export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Ends the process with its stop signal, or with SIGKILL if it is still running after `graceMs`. */
export async function terminate(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM', graceMs = 10_000) {
  if (hasEnded(child) || child.pid === undefined) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const timer = new AbortController();
  const impatience = delay(graceMs, undefined, { signal: timer.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await ended;
  timer.abort();
  await impatience;
}
