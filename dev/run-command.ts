import { spawn } from 'node:child_process';

/** How a command is run: in which folder, as whom, with which environment. */
export type CommandOptions = { cwd?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number };

/**
 * Runs a command to its end and returns what it printed. Throws with its last lines if it fails or does not exist;
 * the error's `code` is `ENOENT` in the latter case.
 */
export async function runCommand(command: string, args: string[], options: CommandOptions = {}): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    const tail = output.trim().split('\n').slice(-20).join('\n');
    throw new Error(`${command} ${args[0] ?? ''} failed (${code ?? 'killed'}):\n${tail}`);
  }
  return output;
}

/** Whether a command can be run at all. */
export async function canRun(command: string, args: string[]): Promise<boolean> {
  return runCommand(command, args).then(
    () => true,
    () => false,
  );
}
