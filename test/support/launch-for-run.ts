import type { ChildProcess } from 'node:child_process';
import { launch, type Program } from '../../dev/child-process.ts';

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts the program as `launch` does; it ends with this process at the latest. */
export function launchForRun(program: Program, logFile: string): ChildProcess {
  const child = launch(program, logFile);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}
