import { userInfo } from 'node:os';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { readConfig } from '../config.ts';
import { connectForCommands } from '../service.ts';
import { runCommandLine } from './run-command.ts';
import { createTerminal } from './terminal.ts';
import type { ManagementDeps } from './work.ts';

/** The account that runs the command; in a container it may have no name. */
function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

// Replays would tell of the workers that they are.
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
process.once('SIGTERM', () => interruption.abort());

const output = createTerminal(process.stdout, process.stderr);

/** Opens the connections of a command, and closes them when it has ended. */
async function withService<T>(work: (deps: ManagementDeps) => Promise<T>): Promise<T> {
  const service = await connectForCommands(readConfig());
  try {
    return await work({ ...service, output, signal: interruption.signal, operator: operatorName() });
  } finally {
    await service.close();
  }
}

// The operators' command line: a second way in beside HTTP, for work on many attempts.
process.exitCode = await runCommandLine(process.argv.slice(2), output, withService);
