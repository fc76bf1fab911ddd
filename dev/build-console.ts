import { join } from 'node:path';
import type { Report } from './report.ts';
import { runCommand } from './run-command.ts';

const BUILD = join(import.meta.dirname, '../console/build.ts');

/** Builds the staff console, unless it is as it was built last. */
export async function buildConsole(report: Report): Promise<void> {
  const output = await runCommand(process.execPath, [BUILD]);
  if (output.trim() !== '') report(output.trim());
}
