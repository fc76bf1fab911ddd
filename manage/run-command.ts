import { parseArgs } from 'node:util';
import { z } from 'zod';
import { InputError, type Command, type Option, type OwnCommand, type PrintedCommand } from './command.ts';
import { checkOpenEdxCommand } from './commands/check-open-edx.ts';
import { examTokenKeys } from './commands/exam-token-keys.ts';
import { migrateSchema } from './commands/migrate.ts';
import { importFromOriginal } from './commands/import.ts';
import { importCourseStaff } from './commands/import-course-staff.ts';
import { reproject } from './commands/reproject.ts';
import { resetAttempts } from './commands/reset-attempts.ts';
import { sendTestEvent } from './commands/send-test-event.ts';
import { setAttemptStatus } from './commands/set-attempt-status.ts';
import { setIsAttemptActive } from './commands/set-is-attempt-active.ts';
import { updateAttemptStatusFromReview } from './commands/update-attempt-status-from-review.ts';
import { updateAttemptsForExam } from './commands/update-attempts-for-exam.ts';
import { commandHelp, overview } from './help.ts';
import { runWork, type Tally } from './run-work.ts';
import type { Output } from './terminal.ts';
import type { ManagementDeps } from './work.ts';

const COMMANDS: readonly (Command | OwnCommand | PrintedCommand)[] = [
  setAttemptStatus,
  updateAttemptsForExam,
  updateAttemptStatusFromReview,
  setIsAttemptActive,
  resetAttempts,
  importCourseStaff,
  importFromOriginal,
  reproject,
  examTokenKeys,
  checkOpenEdxCommand,
  sendTestEvent,
  migrateSchema,
];

const COMMON: Record<string, Option> = {
  'dry-run': { type: 'boolean', help: 'show what would be done without changing anything' },
  'batch-size': { type: 'string', value: 'N', help: 'how many to read and process at a time (300)' },
  pause: { type: 'string', value: 'SECONDS', help: 'pause between batches (1)' },
  help: { type: 'boolean', short: 'h', help: 'show this text' },
};

const commonValues = z.object({
  'dry-run': z.boolean().default(false),
  'batch-size': z.coerce
    .number('is not a number')
    .int()
    .min(1, 'is below 1')
    .max(10_000, 'is above 10000')
    .default(300),
  pause: z.coerce.number('is not a number').min(0, 'is below 0').max(3600, 'is above an hour').default(1),
});

const HELP = { help: COMMON['help'] ?? { type: 'boolean', help: '' } } satisfies Record<string, Option>;

/** Exit codes. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

function complaint(error: unknown): string | null {
  if (error instanceof z.ZodError) {
    return error.issues.map(({ path, message }) => `--${path.join('.')} ${message}`).join('\n');
  }
  if (error instanceof InputError) return error.message;
  const isArgumentError =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return isArgumentError ? error.message : null;
}

function summaryOf({ changed, unchanged, failed, stopped }: Tally, total: number, dryRun: boolean): string {
  const left = total - changed - unchanged - failed;
  if (dryRun) return `Dry run, nothing was changed: ${changed} can be done, ${failed} cannot.`;
  const counts = `${changed} changed, ${unchanged} unchanged, ${failed} failed`;
  return stopped === null ? `Done: ${counts}.` : `Stopped (${stopped}): ${counts}, ${left} not processed.`;
}

async function print(command: PrintedCommand, args: readonly string[], output: Output): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { ...command.options, ...HELP }, strict: true });
  if (values.help) {
    output.line(commandHelp(command, HELP));
    return EXIT.done;
  }
  const { text, isDone } = await command.print(values);
  output.line(text);
  return isDone ? EXIT.done : EXIT.failed;
}

/** Gives a command the connections it works with; none are opened for a help text or a wrong option. */
export type WithService = <T>(work: (deps: ManagementDeps) => Promise<T>) => Promise<T>;

async function run(
  command: Command | OwnCommand,
  args: readonly string[],
  output: Output,
  withService: WithService,
): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { ...command.options, ...COMMON }, strict: true });
  if (values.help) {
    output.line(commandHelp(command, COMMON));
    return EXIT.done;
  }
  const { 'dry-run': dryRun, 'batch-size': batchSize, pause } = commonValues.parse(values);
  const pauseMs = pause * 1000;
  return await withService(async (deps) => {
    if ('run' in command) {
      return (await command.run(deps, values, { dryRun, batchSize, pauseMs })) ? EXIT.done : EXIT.failed;
    }
    const work = await command.prepare(deps, values, batchSize);
    const tally = await runWork(deps, work, { dryRun, pauseMs });
    output.line(summaryOf(tally, work.total, dryRun));
    return tally.failed > 0 || tally.stopped !== null ? EXIT.failed : EXIT.done;
  });
}

/**
 * Runs what an operator typed after `npm run manage --` and returns the exit code: 0 when all was done, 1 when something
 * failed or was left undone, 2 when the input was wrong and nothing was tried. Throws when Postgres fails at the start.
 */
export async function runCommandLine(
  args: readonly string[],
  output: Output,
  withService: WithService,
): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') {
    output.line(overview(COMMANDS));
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  const command = COMMANDS.find((known) => known.name === name);
  if (!command) {
    output.problem(`There is no command ${name}.\n\n${overview(COMMANDS)}`);
    return EXIT.usage;
  }
  try {
    if ('print' in command) return await print(command, rest, output);
    return await run(command, rest, output, withService);
  } catch (error) {
    const text = complaint(error);
    if (text === null) throw error;
    output.problem(`${text}\n\nSee npm run manage -- ${command.name} --help`);
    return EXIT.usage;
  }
}
