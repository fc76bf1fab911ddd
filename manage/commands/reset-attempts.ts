import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { listLiveAttempts } from '../../db/attempt-batches.ts';
import { readIds } from '../attempt-ids.ts';
import { defineCommand, InputError, REASON, typedReason } from '../command.ts';
import { signFor, type ManagementDeps, type Problem, type Task } from '../work.ts';

const NAME = 'reset-attempts';

async function idsIn(path: string): Promise<number[]> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new InputError(`The file cannot be read: ${error.message}`);
  });
  const { ids, badLines } = readIds(text);
  if (badLines.length === 0) return ids;
  const named = badLines.map(({ number, line }) => `  line ${number}: ${line}`).join('\n');
  throw new InputError(`${path} has lines that are not attempt ids; nothing was deleted:\n${named}`);
}

async function listTasks(deps: ManagementDeps, ids: number[], reason: string | undefined): Promise<(Task | Problem)[]> {
  const found = new Map((await listLiveAttempts(deps.pool, ids)).map((attempt) => [attempt.id, attempt]));
  return ids.map((id) => {
    const subject = `attempt ${id}`;
    const attempt = found.get(id);
    if (!attempt) return { subject, problem: 'does not exist or was already deleted' };
    const perform = async () => {
      const payload = {
        ...(await signFor(deps, { attemptCode: attempt.attemptCode, command: NAME, reason })),
        quiet: true,
      };
      return (await deps.attempts.tell(attempt.attemptCode, 'delete', payload)).changed;
    };
    return { subject, plan: `${attempt.status}, to be deleted`, perform };
  });
}

/** Deletes attempts in bulk, leaving answers, grades and credit alone (attempt-lifecycle §7). */
export const resetAttempts = defineCommand({
  name: NAME,
  summary: 'Delete the attempts whose ids are listed in a file, so that the learners can start again.',
  notes: [
    'One id per line; empty lines and anything after a # are ignored. A file with any other line is refused as a whole.',
    'The vendors are told; answers, grades and credit stay as they are.',
  ].join('\n'),
  options: { 'file-path': { type: 'string', value: 'FILE', help: 'file with the attempt ids' }, reason: REASON },
  values: z.object({ 'file-path': z.string('is missing'), reason: typedReason }),
  async prepare(deps, { 'file-path': path, reason }, batchSize) {
    const ids = await idsIn(path);
    async function* batches() {
      for (let from = 0; from < ids.length; from += batchSize) {
        yield await listTasks(deps, ids.slice(from, from + batchSize), reason);
      }
    }
    return { total: ids.length, batches: batches() };
  },
});
