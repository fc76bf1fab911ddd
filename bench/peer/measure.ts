import { Caller } from './caller.ts';
import type { Measured } from './figures.ts';
import type { Cpu } from './processes.ts';
import type { Row } from './row.ts';
import type { RunningService } from './service.ts';

/** How long each row is measured per round, in seconds, and how many reviews it takes. */
export interface Durations {
  reads: number;
  cycles: number;
  reviews: number;
}

const CALLERS = 8;
/** What goes before a round and is not counted: fewer callers, for a share of its time. */
const WARM_UP = { callers: 4, share: 0.25 };

const difference = (after: Cpu, before: Cpu): Cpu =>
  Object.fromEntries(Object.entries(after).map(([part, seconds]) => [part, seconds - (before[part] ?? 0)]));

async function forSeconds(seconds: number, callers: Caller[], turn: (caller: Caller) => Promise<void>) {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const work = async (caller: Caller) => {
    while (performance.now() < end) {
      await turn(caller);
      done += 1;
    }
  };
  await Promise.all(callers.map(work));
  return done;
}

async function workOff(tasks: string[], callers: Caller[], turn: (caller: Caller, task: string) => Promise<void>) {
  const left = [...tasks];
  const work = async (caller: Caller) => {
    for (let task = left.shift(); task !== undefined; task = left.shift()) await turn(caller, task);
  };
  await Promise.all(callers.map(work));
  return tasks.length;
}

/**
 * One round of a row by 8 callers, each of whom sends the next request when the one before is answered. The rate counts
 * until the last answer; processor time counts until all that follows from the answers is done too.
 */
export async function measure(row: Row, service: RunningService, durations: Durations): Promise<Measured> {
  const warmingUp = Array.from({ length: WARM_UP.callers }, () => new Caller(service));
  const callers = Array.from({ length: CALLERS }, () => new Caller(service));
  const seconds = durations[row.kind === 'cycles' ? 'cycles' : 'reads'];
  const turn = (caller: Caller, task = '') => row.turn(service, caller, task);
  const tasks = await row.tasksOf?.(service, warmingUp, durations);
  if (!tasks) await forSeconds(seconds * WARM_UP.share, warmingUp, turn);
  if (row.kind !== 'reads') await service.settle();
  const [driver, cpu, since] = [process.cpuUsage(), service.cpu(), performance.now()];
  const done = tasks ? await workOff(tasks, callers, turn) : await forSeconds(seconds, callers, turn);
  const took = (performance.now() - since) / 1000;
  const { user, system } = process.cpuUsage(driver);
  if (row.kind !== 'reads') await service.settle();
  const used = difference(service.cpu(), cpu);
  for (const caller of [...warmingUp, ...callers]) caller.close();
  return {
    done,
    seconds: took,
    latencies: callers.flatMap(({ latencies }) => latencies),
    failures: callers.reduce((sum, { failures }) => sum + failures, 0),
    cpu: used,
    driver: (user + system) / 1e6,
  };
}
