import type { ParseArgsOptionDescriptor } from 'node:util';
import { z } from 'zod';
import type { ManagementDeps, Work } from './work.ts';

/** An option as `parseArgs` takes it, with its line of the help text. */
export interface Option extends ParseArgsOptionDescriptor {
  /** Placeholder for the value in the help text; flags have none. */
  value?: string;
  help: string;
}

/** A command of the command line. */
export interface Command {
  name: string;
  /** One sentence for the list of commands. */
  summary: string;
  /** What an operator should know beforehand; shown in the command's own help. */
  notes: string;
  options: Record<string, Option>;
  /** Throws a `ZodError` about the options, or an `InputError`, before anything is done. */
  prepare(deps: ManagementDeps, given: Record<string, unknown>, batchSize: number): Promise<Work>;
}

/** A command that goes its own way, with the options that all of them have. */
export interface OwnCommand extends Omit<Command, 'prepare'> {
  /** Returns whether all was done. Throws as `prepare` does. */
  run(deps: ManagementDeps, given: Record<string, unknown>, common: CommonValues): Promise<boolean>;
}

export interface CommonValues {
  dryRun: boolean;
  batchSize: number;
  pauseMs: number;
}

/** A command that does one thing and prints what came of it; it is given neither Postgres nor Temporal. */
export interface PrintedCommand {
  name: string;
  summary: string;
  notes: string;
  options: Record<string, Option>;
  /**
   * What to print, and whether all is as it should be. Throws a `ZodError` about the options, or an `InputError` if the
   * settings lack what it prints.
   */
  print(given: Record<string, unknown>): Promise<{ text: string; isDone: boolean }>;
}

/** The input makes no sense as a whole; nothing has been done. */
export class InputError extends Error {
  override name = 'InputError';
}

type Definition<Values extends z.ZodObject> = Omit<Command, 'prepare'> & {
  values: Values;
  prepare: (deps: ManagementDeps, values: z.output<Values>, batchSize: number) => Promise<Work>;
};

/** Defines a command whose options are checked before it receives them. */
export function defineCommand<Values extends z.ZodObject>(definition: Definition<Values>): Command {
  const { values, prepare, ...rest } = definition;
  return { ...rest, prepare: (deps, given, batchSize) => prepare(deps, values.parse(given), batchSize) };
}

/** An id as typed by an operator. */
export const typedId = z
  .string('is missing')
  .regex(/^[1-9]\d{0,14}$/, 'is not an id')
  .transform(Number);

/** The operator's reason, in their own words. */
export const typedReason = z.string().trim().min(1, 'is empty').max(500, 'is too long').optional();

export const REASON: Option = { type: 'string', value: 'TEXT', help: 'why; kept in the history of the attempt' };
