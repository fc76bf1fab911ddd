import { Caller } from '../peer/caller.ts';
import { CHANGES } from '../peer/changes.ts';
import { READS } from '../peer/reads.ts';
import type { Row } from '../peer/row.ts';
import type { RunningService } from '../peer/service.ts';
import { between, wholeOf } from './figures.ts';
import { PARTS } from './parts.ts';

/** Of each port. */
const CALLERS = 8;
const WARM_UP_SECONDS = 3;

const rowOf = (rows: readonly Row[], wanted: string): Row => {
  const found = rows.find(({ key }) => key === wanted);
  if (!found) throw new Error(`There is no row ${wanted}.`);
  return found;
};

/** The requests that are measured, as the comparison with the original has them, and for how many seconds. */
export const POLLS = { row: rowOf(READS, 'poll'), seconds: 6 };
export const TIMED_EXAMS = { row: rowOf(CHANGES, 'timed'), seconds: 12 };

/** How many a second, and milliseconds of processor time for each: in all, and by part. */
export interface Figures {
  perSecond: number;
  each: number;
  parts: number[];
}

async function takeTurns(seconds: number, callers: readonly Caller[], turn: (caller: Caller) => Promise<void>) {
  const since = performance.now();
  let done = 0;
  const work = async (caller: Caller) => {
    while (performance.now() - since < seconds * 1000) {
      await turn(caller);
      done += 1;
    }
  };
  await Promise.all(callers.map(work));
  return { done, took: (performance.now() - since) / 1000 };
}

/**
 * Eight callers of each port send the requests of a row, each the next when the one before is answered. Processor time
 * counts until all that follows is done. Throws if a request fails.
 */
export async function measureTurns(
  service: RunningService,
  ports: readonly number[],
  { row, seconds }: { row: Row; seconds: number },
): Promise<Figures> {
  const callers = ports.flatMap((port) => Array.from({ length: CALLERS }, () => new Caller({ ...service, port })));
  const turn = (caller: Caller) => row.turn(service, caller, '');
  await takeTurns(WARM_UP_SECONDS, callers, turn);
  await service.settle();
  const before = service.cpu();
  const { done, took } = await takeTurns(seconds, callers, turn);
  await service.settle();
  const used = between(before, service.cpu());
  for (const caller of callers) caller.close();
  const failures = callers.reduce((sum, caller) => sum + caller.failures, 0);
  if (failures > 0) throw new Error(`${failures} requests failed.`);
  return {
    perSecond: done / took,
    each: (wholeOf(used) / done) * 1000,
    parts: PARTS.map((part) => ((used[part] ?? 0) / done) * 1000),
  };
}
