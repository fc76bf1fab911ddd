import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { processIdentity } from './process-identity.ts';

const processSchema = z.object({ pid: z.number(), identity: z.string() });
const noteSchema = z.object({
  supervisor: processSchema,
  services: z.record(z.string(), processSchema),
  table: z.string(),
  /** The part of the service's environment that says where Postgres and Temporal are. */
  places: z.record(z.string(), z.string()).default({}),
});

/** What a running `npm start` records about itself in its data folder. */
export type RunNote = z.infer<typeof noteSchema>;

const fileIn = (dataDir: string) => join(dataDir, 'running.json');
const isAlive = ({ pid, identity }: z.infer<typeof processSchema>) => processIdentity(pid) === identity;
const describe = (pid: number) => ({ pid, identity: processIdentity(pid) ?? '' });

/** The record of the last run if it did not end cleanly, else undefined. */
export function readNote(dataDir: string): RunNote | undefined {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Where the stack that runs from the folder has Postgres and Temporal, by the names of the settings; {} when none runs. */
export function placesOfRunning(dataDir: string): Record<string, string> {
  const note = readNote(dataDir);
  return note && isAlive(note.supervisor) ? note.places : {};
}

/** The claim of one `npm start` on its data folder. */
export class RunLock {
  readonly #dataDir: string;
  #note: RunNote;

  private constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#note = { supervisor: describe(process.pid), services: {}, table: 'It is still starting.', places: {} };
  }

  /**
   * Claims the folder. Returns the record of the run that has it already, or the lock; processes that a killed run left
   * behind are ended first.
   */
  static acquire(dataDir: string): RunLock | RunNote {
    mkdirSync(dataDir, { recursive: true });
    const found = readNote(dataDir);
    if (found && isAlive(found.supervisor)) return found;
    for (const left of Object.values(found?.services ?? {})) {
      if (isAlive(left)) process.kill(left.pid, 'SIGKILL');
    }
    rmSync(fileIn(dataDir), { force: true });
    const lock = new RunLock(dataDir);
    try {
      lock.#write(lock.#note, linkSync);
      return lock;
    } catch (error) {
      const winner = readNote(dataDir);
      if (winner) return winner;
      throw error;
    }
  }

  /** Records the ids of the processes that are running now. */
  noteServices(pids: Record<string, number>): void {
    const services = Object.entries(pids).map(([name, pid]) => [name, describe(pid)]);
    this.#write({ ...this.#note, services: Object.fromEntries(services) });
  }

  /** Records what a second start shows, and where the commands find the stack. */
  noteTable(table: string, places: Record<string, string> = {}): void {
    this.#write({ ...this.#note, table, places });
  }

  release(): void {
    rmSync(fileIn(this.#dataDir), { force: true });
  }

  /** Replaces the whole record at once: half of one would look to others as if nothing were running. */
  #write(note: RunNote, put: (draft: string, file: string) => void = renameSync): void {
    this.#note = note;
    const draft = `${fileIn(this.#dataDir)}.${process.pid}`;
    try {
      writeFileSync(draft, JSON.stringify(note));
      put(draft, fileIn(this.#dataDir));
    } finally {
      rmSync(draft, { force: true });
    }
  }
}
